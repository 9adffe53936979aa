import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ERRORS } from '#/domain/errors.ts';
import { startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server[Symbol.asyncDispose]());

const post = (raw: BodyInit, headers: Record<string, string> = {}) =>
  server.call('POST', '/api/v1/tasks', {
    raw,
    headers: { 'Content-Type': 'application/json', ...headers },
  });

describe('problems', () => {
  test('unknown addresses and methods are problems, with Allow', async () => {
    for (const path of [
      '/api',
      '/api/v1',
      '/api/v1/nothing',
      '/api/v1/tasks/a/b/c',
      '/api/v2/tasks',
    ]) {
      const answer = await server.call('GET', path);
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'not_found']);
    }
    const answer = await server.call('PUT', '/api/v1/tasks/x');
    expect([answer.status, answer.body.code]).toEqual([405, 'method_not_allowed']);
    expect(answer.headers.get('allow')).toBe('GET, DELETE, HEAD, OPTIONS');
    const options = await server.call('OPTIONS', '/api/v1/tasks', { key: null });
    expect([options.status, options.headers.get('allow')]).toEqual([
      204,
      'POST, GET, HEAD, OPTIONS',
    ]);
  });

  test('have all members of RFC 9457, and a stable code', async () => {
    const { body, headers } = await server.call('GET', '/api/v1/tasks/nonsense');
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toEqual({
      type: '/docs#error-not_found',
      title: ERRORS.not_found.title,
      status: 404,
      detail: expect.any(String),
      instance: expect.stringMatching(/^urn:uuid:/),
      code: 'not_found',
    });
  });

  test('a body that is too large, not JSON, not UTF-8 or of another type is refused', async () => {
    const big = JSON.stringify({ type: 'speech', input: { text: 'x'.repeat(1_000_001) } });
    expect(await post(big)).toMatchObject({ status: 413, body: { success: false } });
    expect((await post('{"type":')).status).toBe(400);
    expect((await post('')).status).toBe(400);
    expect((await post(new Uint8Array([0x22, 0xff, 0x22]))).status).toBe(400);
    expect((await post('{}', { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await post('{}', { 'Content-Encoding': 'gzip' })).status).toBe(415);
    expect((await post('['.repeat(400_000))).status).toBe(400);
    expect((await post('['.repeat(400_000) + ']'.repeat(400_000))).status).toBe(422);
  });

  test('text that no database can keep is named, not stored', async () => {
    const bodies = [
      { type: 'speech', input: { text: 'a\0b' } },
      { type: 'speech', input: { text: 'a\ud800b' } },
      { type: 'speech', input: { text: 'ok' }, metadata: { 'k\0': 'v' } },
    ];
    const pointers = [];
    for (const body of bodies) {
      const answer = await server.call('POST', '/api/v1/tasks', { body });
      expect(answer.status).toBe(422);
      pointers.push(answer.body.errors?.[0]?.pointer);
    }
    expect(pointers).toEqual(['/input/text', '/input/text', '/metadata']);
    expect((await server.call('GET', '/api/v1/tasks?cursor=%00')).status).toBe(422);
    expect((await server.call('GET', '/api/v1/tasks/%00')).status).toBe(404);
  });

  test('nothing a caller sends is answered by a failure of ours', async () => {
    const bodies = fc.oneof(
      fc.json(),
      fc.string({ unit: 'binary' }),
      fc
        .record({
          type: fc.constantFrom('speech', 'lipsync', 'digital_human', 'avatar', '__proto__'),
          input: fc.anything({ withNullPrototype: false }),
          options: fc.anything(),
          metadata: fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
          expires_in: fc.oneof(fc.integer(), fc.double()),
        })
        .map((value) => JSON.stringify(value) ?? 'null'),
      fc.string({ unit: 'binary', minLength: 1 }).map((text) =>
        JSON.stringify({
          type: 'speech',
          input: { text },
          metadata: { [text.slice(0, 40)]: text },
        }),
      ),
    );
    await fc.assert(
      fc.asyncProperty(bodies, fc.webQueryParameters(), async (raw, query) => {
        const made = await post(raw);
        const listed = await server.call('GET', `/api/v1/tasks?${query}`);
        for (const { status, headers, body } of [made, listed]) {
          expect(status).toBeLessThan(500);
          if (status < 400) continue;
          expect(headers.get('content-type')).toBe('application/problem+json');
          expect(ERRORS).toHaveProperty(String(body.code));
        }
      }),
      { numRuns: 150 },
    );
  });

  test('an unforeseen failure shows fixed text outside', async () => {
    await using broken = await startTestServer();
    await broken.app.database.pool.$executeRawUnsafe('ALTER TABLE tasks RENAME TO tasks_gone');
    const rest = await broken.call('GET', '/api/v1/tasks');
    const trpc = await broken.call('GET', '/api/trpc/tasks.list?input=%7B%7D');
    for (const { status, body } of [rest, trpc]) {
      expect(status).toBe(500);
      expect(JSON.stringify(body)).toContain('Something went wrong on our side');
      expect(JSON.stringify(body)).not.toMatch(
        /tasks_gone|SELECT|prisma|relation|node_modules|\.ts/i,
      );
    }
  });

  test('a Host or address that is no URL is refused, not failed', async () => {
    const { connect } = await import('node:net');
    const { port } = new URL(server.url);
    const statusOf = (head: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.end(head));
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk;
        });
        socket.on('close', () => resolve(text.split(' ')[1] ?? ''));
      });
    const close = 'Connection: close\r\n\r\n';
    expect(await statusOf(`GET /api/v1/tasks HTTP/1.1\r\nHost: a b\r\n${close}`)).toBe('400');
    expect(await statusOf(`GET //[ HTTP/1.1\r\nHost: [\r\n${close}`)).toBe('400');
    expect(await statusOf(`nonsense\r\n\r\n`)).toBe('400');
    const long = `X-Long: ${'x'.repeat(40_000)}\r\n`;
    expect(await statusOf(`GET /api HTTP/1.1\r\nHost: a\r\n${long}${close}`)).toBe('431');
  });
});

describe('health', () => {
  test('live needs nothing; ready names what is down', async () => {
    expect((await server.call('GET', '/api/v1/health/live', { key: null })).status).toBe(200);
    const ready = await server.call('GET', '/api/v1/health/ready', { key: null });
    expect(ready).toMatchObject({
      status: 200,
      body: { status: 'ready', parts: { worker: 'ok' } },
    });
    await server.app.database.pool.worker.deleteMany();
    const unready = await server.call('GET', '/api/v1/health/ready', { key: null });
    expect(unready).toMatchObject({
      status: 503,
      body: { code: 'unavailable', parts: { database: 'ok', storage: 'ok', worker: 'down' } },
    });
    expect(unready.body.detail).toContain('worker');
    await server.pretendWorker();
  });
});
