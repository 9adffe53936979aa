import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_KEY, startTestServer, type TestServer } from './api-server.ts';

/** Sends exactly these headers: fetch would not let Host through. */
function send(
  server: TestServer,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const call = request(server.url + path, { headers }, (response) => {
      response.toArray().then((chunks) => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, body: text ? JSON.parse(text) : {} });
      }, reject);
    });
    call.on('error', reject);
    call.end();
  });
}

/** How a call is answered, without waiting for the end of an answer that streams. */
async function statusOf(
  server: TestServer,
  method: string,
  call: { path: string; key: string },
): Promise<number> {
  const { status, body } = await fetch(server.url + call.path, {
    method: method.toUpperCase(),
    headers: { 'X-API-Key': call.key },
  });
  await body?.cancel();
  return status;
}

describe('credentials', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
    await server.pretendWorker();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('both headers work; a wrong, mixed or foreign credential is 401 with a body for every dialect', async () => {
    const mine = await server.createKey();
    const tries: [number, Record<string, string>][] = [
      [200, { 'X-API-Key': mine }],
      [200, { Authorization: `Bearer ${mine}` }],
      [200, { Authorization: `bearer   ${mine}` }],
      [200, { Authorization: `Bearer ${mine}`, 'X-API-Key': mine }],
      [200, { Authorization: 'Basic eDp5', 'X-API-Key': mine }],
      [401, { 'X-API-Key': 'nonsense' }],
      [401, { Authorization: 'Bearer nonsense' }],
      [401, { Authorization: 'Basic eDp5' }],
      [401, { Authorization: mine }],
      [401, { Authorization: 'Bearer nonsense', 'X-API-Key': mine }],
      [401, { Authorization: `Bearer ${ADMIN_KEY}`, 'X-API-Key': mine }],
    ];
    for (const [status, headers] of tries) {
      const answer = await server.call('GET', '/api/v1/tasks', { key: null, headers });
      expect([headers, answer.status]).toEqual([headers, status]);
    }
    const { body, headers } = await server.call('GET', '/api/v1/tasks', { key: 'nonsense' });
    const detail = 'Invalid or missing token';
    expect(body).toMatchObject({
      status: 401,
      detail,
      error: expect.stringMatching(/does not exist, was revoked or has expired/),
      message: body.error,
      success: false,
    });
    expect(headers.get('www-authenticate')).toContain('Bearer');
    expect(headers.get('content-type')).toBe('application/problem+json');
  });

  test('a wrong credential is 401 on every route, those that need none too', async () => {
    const { addressOf, routes } = await import('#/api/rest/routes.ts');
    for (const route of routes) {
      const path = addressOf(route).replace('{id}', 'x');
      const answer = await server.call(route.method.toUpperCase(), path, { key: 'nonsense' });
      expect([route.id, answer.status]).toEqual([route.id, 401]);
    }
    const trpc = await server.call('GET', '/api/trpc/portraits.list', { key: 'nonsense' });
    expect(trpc.status).toBe(401);
  });

  test('a revoked key works for a second at most, an expired one not at all', async () => {
    const made = await server.call('POST', '/api/v1/keys', { body: { name: 'short' } });
    const key = String(made.body.secret);
    expect((await server.call('GET', '/api/v1/tasks', { key })).status).toBe(200);
    const revoked = await server.call('DELETE', `/api/v1/keys/${made.body.id}`);
    const revokedAt = performance.now();
    expect(revoked.body.revoked_at).toEqual(expect.any(String));
    for (let sentAfterMs = 0, status = 200; sentAfterMs < 1_000; ) {
      sentAfterMs = performance.now() - revokedAt;
      status = (await server.call('GET', '/api/v1/tasks', { key })).status;
      if (sentAfterMs >= 1_000) expect(status).toBe(401);
    }
    const past = new Date(Date.now() - 1000).toISOString();
    const old = await server.call('POST', '/api/v1/keys', {
      body: { name: 'old', expires_at: past },
    });
    expect(
      (await server.call('GET', '/api/v1/tasks', { key: String(old.body.secret) })).status,
    ).toBe(401);
  });

  test('a scope that is missing is 403, by the table', async () => {
    const keys = {
      read: await server.createKey(['read']),
      create: await server.createKey(['create']),
    };
    const { addressOf, routes } = await import('#/api/rest/routes.ts');
    for (const route of routes) {
      for (const [scope, key] of Object.entries(keys)) {
        const path = addressOf(route).replace('{id}', 'x');
        const status = await statusOf(server, route.method, { path, key });
        const open = route.access === 'anyone' || route.access === 'link' || route.access === scope;
        expect([route.id, scope, status === 403]).toEqual([route.id, scope, !open]);
      }
    }
  });
});

describe('calls without a credential', () => {
  test('by default count only when they come straight from this machine', async () => {
    await using server = await startTestServer();
    const { port } = new URL(server.url);
    const tries: [number, Record<string, string>][] = [
      [200, {}],
      [200, { Host: `localhost:${port}` }],
      [200, { Origin: server.url }],
      [200, { Origin: server.url, 'Sec-Fetch-Site': 'same-origin' }],
      [200, { 'X-API-Key': '' }],
      [401, { 'X-Forwarded-For': '127.0.0.1' }],
      [401, { Forwarded: 'for=127.0.0.1' }],
      [401, { 'X-Real-IP': '127.0.0.1' }],
      [401, { Via: '1.1 proxy' }],
      [401, { Origin: 'https://elsewhere.example' }],
      [401, { Origin: 'null' }],
      [401, { Origin: `http://localhost:${Number(port) + 1}` }],
      [401, { Host: 'rebound.example' }],
      [401, { Host: `rebound.example:${port}`, Origin: `http://rebound.example:${port}` }],
      [401, { 'Sec-Fetch-Site': 'cross-site' }],
    ];
    for (const [status, headers] of tries) {
      const answer = await send(server, '/api/v1/tasks', headers);
      expect([headers, answer.status]).toEqual([headers, status]);
      const trpc = await send(server, '/api/trpc/tasks.list?input=%7B%7D', headers);
      expect([headers, trpc.status]).toEqual([headers, status]);
    }
    expect((await send(server, '/api/v1/keys', {})).status).toBe(403);
  });

  test('never count with deny, always with allow; a wrong credential stays wrong', async () => {
    for (const [policy, status] of [
      ['deny', 401],
      ['allow', 200],
    ] as const) {
      await using server = await startTestServer({ MOUTHPIECE_ANONYMOUS: policy });
      const headers = { 'X-Forwarded-For': '203.0.113.9' };
      expect((await send(server, '/api/v1/tasks', headers)).status).toBe(status);
      expect((await send(server, '/api/v1/tasks', { 'X-API-Key': 'nonsense' })).status).toBe(401);
    }
  });
});
