import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_KEY, startTestServer, type TestServer } from './api-server.ts';

const SILENCE_MS = 600;
const SPEECH = { type: 'speech', input: { text: 'Hello.' } };

let server: TestServer;
let taskId: string;
beforeAll(async () => {
  server = await startTestServer({
    NODE_ENV: 'test',
    MOUTHPIECE_TIMING_SILENCE_MS: String(SILENCE_MS),
  });
  await server.pretendWorker();
  const made = await server.call('POST', '/api/v1/tasks', { body: SPEECH });
  taskId = String(made.body.id);
});
afterAll(() => server[Symbol.asyncDispose]());

test('a peer that says nothing is cut', async () => {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.write('POST /api/v1/tasks HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
  socket.resume();
  const [hadError] = await once(socket, 'close');
  expect(hadError).toBe(false);
});

test('a caller who waits for longer than the silence gets its answer', async () => {
  const startedAt = performance.now();
  const answer = await server.call('GET', `/api/v1/tasks/${taskId}?wait=2`);
  expect(answer.status).toBe(200);
  expect(performance.now() - startedAt).toBeGreaterThan(2 * SILENCE_MS);
});

test('an event stream on which nothing happens stays open', async () => {
  const gone = new AbortController();
  const response = await fetch(`${server.url}/api/v1/tasks/${taskId}/events`, {
    headers: { 'X-API-Key': ADMIN_KEY },
    signal: gone.signal,
  });
  const startedAt = performance.now();
  let beats = 0;
  for await (const chunk of response.body ?? []) {
    beats += new TextDecoder().decode(chunk).split('still here').length - 1;
    if (performance.now() - startedAt > 3 * SILENCE_MS) break;
  }
  expect(beats).toBeGreaterThan(10);
  gone.abort();
});

test('an upload that trickles for longer than the silence arrives', async () => {
  const boundary = 'trickle';
  const parts = [
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n`,
    ...Array.from({ length: 8 }, (_, i) => `${i}`.repeat(100)),
    `\r\n--${boundary}--\r\n`,
  ];
  const slowly = Readable.from(
    (async function* () {
      for (const part of parts) {
        yield part;
        await delay(SILENCE_MS / 3);
      }
    })(),
  );
  const sending = request(`${server.url}/api/v1/assets`, {
    method: 'POST',
    headers: {
      'X-API-Key': ADMIN_KEY,
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
    },
  });
  slowly.pipe(sending);
  const [response] = await once(sending, 'response');
  response.resume();
  expect(response.statusCode).toBe(201);
});

/** Sends a form of 2 MB within two seconds, and reads only then: so do many clients. */
async function sendBeforeReading(key: string, firstField: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const failed = once(socket, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => {});
  const part = (name: string) => `--b\r\nContent-Disposition: form-data; name=${name}\r\n\r\n`;
  const head = `${part(`"${firstField}"`)}1\r\n${part('"file"; filename="a.mp4"')}`;
  const tail = '\r\n--b--\r\n';
  const piece = Buffer.alloc(100_000);
  const bytes = head.length + 20 * piece.length + tail.length;
  socket.write(
    `POST /api/v1/assets HTTP/1.1\r\nHost: x\r\nX-API-Key: ${key}\r\n` +
      `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: ${bytes}\r\n\r\n${head}`,
  );
  for (let sent = 0; sent < 20; sent++) {
    socket.write(piece);
    await Promise.race([delay(100), failed]);
  }
  socket.write(tail);
  const [answer] = await Promise.race([once(socket, 'data'), failed]);
  socket.destroy();
  return String(answer);
}

test('a caller who is refused early and goes on sending reads why in the end', async () => {
  expect(await sendBeforeReading('nonsense', 'sha256')).toMatch(/^HTTP\/1.1 401 /);
  expect(await sendBeforeReading(ADMIN_KEY, 'colour')).toMatch(/^HTTP\/1.1 422 /);
});
