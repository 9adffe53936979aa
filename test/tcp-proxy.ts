import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type TcpProxy = AsyncDisposable & {
  /** `url` as it is reached through the proxy. */
  through(url: string): string;
  /** Passes nothing on any more and closes nothing: not on the connections there are, nor on new ones. */
  silence(): void;
  /** Does so as soon as a client has sent this, which itself still arrives. */
  silenceAfter(text: string): Promise<void>;
  /** Goes on, with all that was held back. */
  resume(): void;
  /** Cuts the connections there are, without what was held back; new ones pass. */
  reset(): void;
  /** The connections there are stay silent for ever; new ones pass. */
  abandon(): void;
};

type Pair = { client: Socket; server: Socket; held: (() => void)[]; silent: boolean };

/** A network between a client and a server on this machine, which can fail the way networks do. */
export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const pairs = new Set<Pair>();
  let silent = false;
  let trigger: { text: string; done: () => void } | undefined;

  const silence = () => {
    silent = true;
    for (const pair of pairs) pair.silent = true;
  };
  const pass = (pair: Pair, to: Socket, chunk: Buffer) => {
    if (pair.silent) {
      pair.held.push(() => to.write(chunk));
      return;
    }
    to.write(chunk);
    if (to !== pair.server || !trigger || !chunk.includes(trigger.text)) return;
    silence();
    trigger.done();
    trigger = undefined;
  };
  const listener = createServer((client) => {
    const server = connect(Number(target.port), target.hostname);
    const pair: Pair = { client, server, held: [], silent };
    pairs.add(pair);
    client.on('data', (chunk) => pass(pair, server, chunk));
    server.on('data', (chunk) => pass(pair, client, chunk));
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.on('error', () => {});
      socket.on('close', () => {
        const end = () => {
          pairs.delete(pair);
          other.destroy();
        };
        if (pair.silent) pair.held.push(end);
        else end();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };

  return {
    through: (url) => url.replace(`:${target.port}/`, `:${port}/`),
    silence,
    silenceAfter: (text) =>
      new Promise((done) => {
        trigger = { text, done };
      }),
    resume() {
      silent = false;
      for (const pair of pairs) {
        pair.silent = false;
        for (const send of pair.held.splice(0)) send();
      }
    },
    reset() {
      silent = false;
      for (const { client, server } of pairs) {
        client.resetAndDestroy();
        server.resetAndDestroy();
      }
    },
    abandon() {
      silent = false;
    },
    async [Symbol.asyncDispose]() {
      for (const { client, server } of pairs) {
        client.destroy();
        server.destroy();
      }
      listener.close();
    },
  };
}
