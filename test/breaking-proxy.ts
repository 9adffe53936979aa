import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export type BreakingProxy = AsyncDisposable & {
  url: string;
  /** Breaks each of the next connections once so many bytes have come from that side. */
  breakAfter(side: 'client' | 'server', bytes: number[]): void;
  /** How many of them were broken. */
  broken: number;
};

/** Stands between a client and a server and tears connections. `to` is asked anew for every connection. */
export async function startBreakingProxy(to: () => string): Promise<BreakingProxy> {
  const sockets = new Set<Socket>();
  let plan: { side: 'client' | 'server'; bytes: number }[] = [];
  const proxy = createServer((client) => {
    const { hostname, port } = new URL(to());
    const server = connect(Number(port), hostname);
    const cut = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', cut).on('close', () => {
        sockets.delete(socket);
        cut();
      });
    }
    const counted = { client: 0, server: 0 };
    const pass = (side: 'client' | 'server', [from, into]: [Socket, Socket]) =>
      from.on('data', (chunk) => {
        counted[side] += chunk.length;
        const [next] = plan;
        if (next?.side === side && counted[side] > next.bytes) {
          plan = plan.slice(1);
          kept.broken++;
          return cut();
        }
        into.write(chunk);
      });
    pass('client', [client, server]);
    pass('server', [server, client]);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const kept: BreakingProxy = {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    broken: 0,
    breakAfter(side, bytes) {
      plan = bytes.map((each) => ({ side, bytes: each }));
      kept.broken = 0;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
  return kept;
}
