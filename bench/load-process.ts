import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Load, LoadReport } from './load.ts';

const HEAD_END = Buffer.from('\r\n\r\n');

/** One keep-alive connection that asks, reads the answer to its end, and asks again. */
class Client {
  readonly #socket: Socket;
  readonly #requests: Buffer[];
  #next: number;
  #received: Buffer[] = [];
  #due: number | undefined;
  #answered = Promise.withResolvers<number>();

  constructor(socket: Socket, requests: Buffer[], first: number) {
    this.#socket = socket;
    this.#requests = requests;
    this.#next = first;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error) => this.#answered.reject(error));
    socket.on('close', () => this.#answered.reject(new Error('the server hung up')));
  }

  /** @returns the status of the answer, once all of it is here */
  ask(): Promise<number> {
    this.#answered = Promise.withResolvers<number>();
    this.#socket.write(this.#requests[this.#next++ % this.#requests.length] ?? '');
    return this.#answered.promise;
  }

  close(): void {
    this.#answered.promise.catch(() => {});
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#received.push(chunk);
    const bytes = this.#received.length > 1 ? Buffer.concat(this.#received) : chunk;
    this.#due ??= lengthOf(bytes);
    if (this.#due === undefined || bytes.length < this.#due) return;
    this.#received = [];
    this.#due = undefined;
    this.#answered.resolve(Number(bytes.toString('latin1', 9, 12)));
  }
}

/** Bytes of the whole answer; undefined until its head is here. */
function lengthOf(bytes: Buffer): number | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const body = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, headEnd))?.[1];
  return headEnd + HEAD_END.length + Number(body ?? 0);
}

async function run(load: Load): Promise<LoadReport> {
  const { hostname, port, host } = new URL(load.url);
  const headers = Object.entries({ host, ...load.headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const requests = load.paths.map((path) =>
    Buffer.from([`GET ${path} HTTP/1.1`, ...headers, '', ''].join('\r\n')),
  );
  const sockets = Array.from({ length: load.connections }, () => connect(Number(port), hostname));
  await Promise.all(
    sockets.map((socket) => new Promise((resolve) => socket.once('connect', resolve))),
  );
  const report: LoadReport = { answers: 0, latenciesMs: [], seconds: 0 };
  const startedAt = performance.now();
  const endsAt = startedAt + load.seconds * 1000;
  await Promise.all(
    sockets.map((socket, index) =>
      drive(new Client(socket, requests, index), { ...load, endsAt }, report),
    ),
  );
  report.seconds = (performance.now() - startedAt) / 1000;
  return report;
}

async function drive(
  client: Client,
  load: Load & { endsAt: number },
  report: LoadReport,
): Promise<void> {
  if (load.everyMs) await delay(load.everyMs * Math.random());
  while (performance.now() < load.endsAt) {
    const sentAt = performance.now();
    const status = await client.ask();
    const took = performance.now() - sentAt;
    if (status !== load.status) throw new Error(`a measured call was answered ${status}`);
    report.answers += 1;
    if (load.everyMs) {
      report.latenciesMs.push(took);
      await delay(Math.max(0, load.everyMs * (0.9 + 0.2 * Math.random()) - took));
    }
  }
  client.close();
}

process.on('message', (load: Load) => {
  run(load).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
