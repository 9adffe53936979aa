import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { doesSessionCount } from '#/api/session/origin.ts';
import { ADMIN_KEY, type CallOptions, startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const SESSION = '/api/session';
const own = () => ({ Origin: server.url });

/** Signs in as a page does. @returns the `Cookie` header of the calls after it */
async function signIn(body: unknown, at: TestServer = server): Promise<string> {
  const headers = { Origin: at.url };
  const answer = await at.call('POST', SESSION, { key: null, body, headers });
  expect(answer.status).toBe(204);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

const get = (Cookie: string, headers = {}, path = '/api/v1/tasks') =>
  server.call('GET', path, { key: null, headers: { Cookie, ...headers } });
const speak = (Cookie: string, headers: Record<string, string>) =>
  server.call('POST', '/api/v1/tasks', {
    key: null,
    body: { type: 'speech', input: { text: 'hello' } },
    headers: { Cookie, ...headers },
  });

describe('signing in', () => {
  test('exchanges a key for a cookie that no script can read and that is not the key', async () => {
    const key = await server.createKey();
    const answer = await server.call('POST', SESSION, {
      key: null,
      body: { key },
      headers: own(),
    });
    const cookie = answer.headers.get('set-cookie') ?? '';
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/', 'Expires=']) {
      expect(cookie).toContain(attribute);
    }
    expect(cookie).not.toContain('Secure');
    expect(cookie).not.toContain(key);
    const token = /=([\w-]{43});/.exec(cookie)?.[1] ?? '';
    const rows = await server.app.database.pool.session.findMany();
    expect(token).toHaveLength(43);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test('acts as the key that was shown, on REST, tRPC and tus', async () => {
    const cookie = await signIn({ key: await server.createKey(['read', 'create']) });
    expect((await get(cookie)).status).toBe(200);
    expect((await get(cookie, {}, '/api/trpc/tasks.list?input=%7B%7D')).status).toBe(200);
    expect((await get(cookie, {}, '/api/v1/keys')).status).toBe(403);
    expect((await speak(cookie, own())).status).toBe(201);
    const upload = await server.call('POST', '/api/v1/uploads', {
      key: null,
      headers: { ...own(), Cookie: cookie, 'Tus-Resumable': '1.0.0', 'Upload-Length': '5' },
    });
    expect(upload.status).toBe(201);
  });

  test('the credential of a header comes before the cookie', async () => {
    const cookie = await signIn({ key: ADMIN_KEY });
    const key = await server.createKey(['read']);
    const headers = { Cookie: cookie };
    expect((await server.call('GET', '/api/v1/keys', { key, headers })).status).toBe(403);
    expect((await server.call('GET', '/api/v1/keys', { key: 'nonsense', headers })).status).toBe(
      401,
    );
  });

  test('is refused for a wrong key, from elsewhere, and without a sign of where from', async () => {
    const tries: [number, CallOptions][] = [
      [401, { body: { key: 'nonsense' }, headers: own() }],
      [422, { body: { key: '' }, headers: own() }],
      [403, { body: { key: ADMIN_KEY }, headers: { Origin: 'https://elsewhere.example' } }],
      [403, { body: { key: ADMIN_KEY } }],
      [403, { body: { operator: true } }],
    ];
    for (const [status, options] of tries) {
      const answer = await server.call('POST', SESSION, { key: null, ...options });
      expect([options, answer.status]).toEqual([options, status]);
      expect(answer.headers.get('set-cookie')).toBeNull();
    }
  });
});

describe('one click as the operator', () => {
  test('is for browsers on this machine only', async () => {
    const cookie = await signIn({ operator: true });
    expect((await get(cookie, {}, '/api/v1/keys')).status).toBe(200);
    const proxied: [string, string][] = [
      ['Via', '1.1 proxy'],
      ['X-Forwarded-For', '127.0.0.1'],
    ];
    for (const [name, value] of proxied) {
      const answer = await server.call('POST', SESSION, {
        key: null,
        body: { operator: true },
        headers: { ...own(), [name]: value },
      });
      expect([name, answer.status]).toEqual([name, 403]);
    }
  });

  test.each<Record<string, string>>([
    { MOUTHPIECE_ANONYMOUS: 'deny' },
    { MOUTHPIECE_PUBLIC_URL: 'https://speak.example' },
  ])('is not there with %o', async (settings) => {
    await using other = await startTestServer(settings);
    const answer = await other.call('POST', SESSION, {
      key: null,
      body: { operator: true },
      headers: { Origin: other.url },
    });
    expect(answer.status).toBe(403);
  });
});

describe('a page of another origin', () => {
  const foreign: Record<string, string>[] = [
    { Origin: 'https://elsewhere.example' },
    { Origin: 'null' },
    { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' },
    {},
  ];

  test('changes nothing with the cookie, nor does a request that does not say where from', async () => {
    const cookie = await signIn({ key: await server.createKey() });
    for (const headers of foreign) {
      const answer = await speak(cookie, headers);
      expect([headers, answer.status, answer.body.code]).toEqual([headers, 403, 'forbidden']);
      const leave = { key: null, headers: { Cookie: cookie, ...headers } };
      expect((await server.call('DELETE', SESSION, leave)).status).toBe(403);
    }
    for (const headers of [own(), { 'Sec-Fetch-Site': 'same-origin' }]) {
      expect((await speak(cookie, headers)).status).toBe(201);
    }
  });

  test('reads nothing with the cookie, except where a person follows a link', async () => {
    const cookie = await signIn({ key: await server.createKey() });
    for (const headers of foreign.slice(0, 4)) {
      expect([headers, (await get(cookie, headers)).status]).toEqual([headers, 401]);
    }
    const followed = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(doesSessionCount(server.app.env, { method: 'GET', headers: followed })).toBe(true);
    const { headers } = await get(cookie, own());
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});

describe('a session ends', () => {
  test('when its user signs out', async () => {
    const cookie = await signIn({ key: ADMIN_KEY });
    const out = await server.call('DELETE', SESSION, {
      key: null,
      headers: { ...own(), Cookie: cookie },
    });
    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await get(cookie)).status).toBe(401);
  });

  test('with its key, and when its time is over; a signed link opens all the same', async () => {
    const made = await server.call('POST', '/api/v1/keys', { body: { name: 'short' } });
    const key = String(made.body.secret);
    const cookie = await signIn({ key });
    const form = new FormData();
    form.append('file', new File(['bytes'], 'mine.png'));
    const asset = await server.call('POST', '/api/v1/assets', { key, raw: form });
    await server.call('DELETE', `/api/v1/keys/${made.body.id}`);
    await expect.poll(async () => (await get(cookie)).status, { timeout: 3_000 }).toBe(401);
    const { pathname, search } = new URL(String(asset.body.url), server.url);
    const opened = await server.call('GET', pathname + search, {
      key: null,
      headers: { Cookie: cookie },
    });
    expect(opened.status).not.toBe(401);

    const late = await signIn({ key: ADMIN_KEY });
    await server.app.database.pool.session.updateMany({ data: { expiresAt: new Date(0) } });
    await expect.poll(async () => (await get(late)).status, { timeout: 3_000 }).toBe(401);
  });
});

test('over TLS the cookie is bound to the host and to TLS', async () => {
  await using secure = await startTestServer({ MOUTHPIECE_PUBLIC_URL: 'https://speak.example' });
  const answer = await secure.call('POST', SESSION, {
    key: null,
    body: { key: ADMIN_KEY },
    headers: { Origin: 'https://speak.example' },
  });
  expect(answer.headers.get('set-cookie')).toMatch(/^__Host-.*; Secure$/);
});
