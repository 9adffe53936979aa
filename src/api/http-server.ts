import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const MAX_HEADER_BYTES = 32_768;
const HEADERS_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;
const IDLE_CHECK_MS = 50;
const HEAR_OUT_MS = 600_000;

const ANSWER_TO_BROKEN_REQUEST = (status: string) =>
  `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;

/**
 * A server whose uploads may take any time, while its headers may not.
 * @param silenceMs cuts a connection on which no byte moves for so long, unless its caller waits for our answer
 */
export function createHttpServer(silenceMs: number): Server {
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES });
  server.requestTimeout = 0;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.timeout = silenceMs;
  cutSilent(server);
  hearOut(server);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (!socket.writable || error.code === 'ECONNRESET') return socket.destroy();
    const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
    socket.end(
      ANSWER_TO_BROKEN_REQUEST(
        tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request',
      ),
    );
  });
  return server;
}

/** Silence between a whole request and the first byte of its answer is ours; any other is the peer's. */
function cutSilent(server: Server): void {
  const calls = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>();
  server.on('request', (request, response) => calls.set(request.socket, { request, response }));
  server.on('timeout', (socket) => {
    const call = calls.get(socket);
    const isWaiting = call?.request.complete && !call.response.headersSent;
    if (!isWaiting) socket.destroy();
  });
}

/**
 * Reads and throws away what a caller goes on sending after its answer: cut off, it would never come to reading why it
 * was refused.
 */
function hearOut(server: Server): void {
  server.on('request', (request, response) => {
    response.once('finish', () => {
      if (request.complete) return;
      request.resume();
      request.socket.setTimeout(server.timeout);
      const tooLong = setTimeout(() => request.socket.destroy(), HEAR_OUT_MS).unref();
      request.once('close', () => clearTimeout(tooLong));
    });
  });
}

/** @param at port 0 takes a free one @returns the port */
export function listen(server: Server, at: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Accepts nothing more, lets what runs finish, and cuts what is left after the deadline. */
export async function close(server: Server, deadlineMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that falls idle after close() would be kept alive for its next request.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const done = new AbortController();
  await Promise.race([
    closed,
    delay(deadlineMs, undefined, { signal: done.signal }).catch(() => {}),
  ]);
  done.abort();
  clearInterval(idle);
  server.closeAllConnections();
  await closed;
}
