import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '#/domain/ids.ts';
import { type CallOptions, type Reply, startTestServer, type TestServer } from './api-server.ts';

const WRONG = 3;
const PATH = '/api/v1/tasks';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    MOUTHPIECE_ANONYMOUS: 'deny',
    MOUTHPIECE_TRUSTED_PROXIES: '127.0.0.0/8, ::1',
    MOUTHPIECE_LIMIT_WRONG_CREDENTIALS_PER_MINUTE: String(WRONG),
  });
});
afterAll(() => server?.[Symbol.asyncDispose]());
afterEach(() => {
  vi.useRealTimers();
});

const from = (address: string, options: CallOptions = {}): CallOptions => ({
  ...options,
  headers: { ...options.headers, 'X-Forwarded-For': address },
});
const read = (address: string, key: string) => server.call('GET', PATH, from(address, { key }));
const signIn = (address: string, key: string) =>
  server.call(
    'POST',
    '/api/session',
    from(address, { key: null, body: { key }, headers: { Origin: server.url } }),
  );

async function makeKey(body: object = {}): Promise<{ id: string; secret: string }> {
  const made = await server.call('POST', '/api/v1/keys', { body: { name: 'test', ...body } });
  expect(made.status).toBe(201);
  return { id: String(made.body.id), secret: String(made.body.secret) };
}

/** A key whose secret a client brought along. */
async function importKey(secret: string): Promise<void> {
  const { createKey } = await import('#/services/keys/create-key.ts');
  const caller = { keyId: newId('key'), scopes: ['admin' as const], anonymous: false };
  await createKey({ ...server.app, caller }, { name: 'imported', secret });
}

/** The answer to any guess beyond so many. */
const HELD_OFF = { status: 401, body: { error: expect.stringContaining('wrong credentials') } };

async function guessUntilRefused(address: string): Promise<Reply> {
  for (let i = 0; i < WRONG; i++) {
    expect((await read(address, `guess-${i}`)).status).toBe(401);
  }
  return read(address, 'one-guess-more');
}

describe('an address that shows wrong credentials', () => {
  test('may guess so often a minute, by calls and sign-ins together, and hears when it may again', async () => {
    const refused = await guessUntilRefused('203.0.113.1');
    expect(refused).toMatchObject({
      status: 401,
      body: {
        ...{ code: 'unauthorized', status: 401, success: false },
        detail: 'Invalid or missing token',
        error: expect.stringMatching(/wrong credentials.*check the key, and try again in \d+ s/),
        message: expect.stringContaining('check the key'),
      },
    });
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await signIn('203.0.113.1', 'another-guess')).status).toBe(429);
    const trpc = await server.call('GET', '/api/trpc/tasks.list?input=%7B%7D', {
      ...from('203.0.113.1', { key: 'guess' }),
    });
    expect(trpc.status).toBe(401);
    expect(trpc.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await read('203.0.113.2', 'guess')).not.toMatchObject(HELD_OFF);
    expect((await signIn('203.0.113.3', 'guess')).status).toBe(401);
  });

  test('is one with its IPv6 network', async () => {
    await guessUntilRefused('2001:db8:0:1::1');
    expect(await read('2001:db8:0:1:ffff::2', 'guess')).toMatchObject(HELD_OFF);
    expect(await read('2001:db8:0:2::1', 'guess')).not.toMatchObject(HELD_OFF);
  });

  test('finds no imported secret any more, not even the right one', async () => {
    await importKey('shop-secret-token');
    await guessUntilRefused('203.0.113.10');
    expect(await read('203.0.113.10', 'shop-secret-token')).toMatchObject(HELD_OFF);
    expect((await signIn('203.0.113.10', 'shop-secret-token')).status).toBe(429);
  });

  test('does not lock out those who call from the same address with keys made here, or known to be right', async () => {
    const { secret } = await makeKey();
    await importKey('old-secret-token');
    expect((await read('203.0.113.99', 'old-secret-token')).status).toBe(200);
    await guessUntilRefused('203.0.113.20');
    expect((await read('203.0.113.20', secret)).status).toBe(200);
    expect((await signIn('203.0.113.20', secret)).status).toBe(204);
    expect((await read('203.0.113.20', 'old-secret-token')).status).toBe(200);
  });
});

describe('a key with allowed addresses', () => {
  const inside = ['203.0.113.40', '2001:db8:1::5'];
  const outside = ['203.0.114.1', '2001:db8:2::5', '::1'];
  const allowed_addresses = ['203.0.113.40/30', '2001:db8:1::/48'];

  test('works from there only, by calls and sign-ins, until an admin changes them', async () => {
    const { id, secret } = await makeKey({ allowed_addresses });
    for (const address of inside) {
      expect((await read(address, secret)).status).toBe(200);
      expect((await signIn(address, secret)).status).toBe(204);
    }
    for (const address of outside) {
      const refused = await read(address, secret);
      expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      expect(refused.body.detail).toContain(`may not be used from ${address}`);
      expect((await signIn(address, secret)).status).toBe(403);
    }
    const shown = await server.call('GET', `/api/v1/keys/${id}`);
    expect(shown.body).toMatchObject({ allowed_addresses });
    await server.call('PATCH', `/api/v1/keys/${id}`, { body: { allowed_addresses: [] } });
    await expect.poll(async () => (await read('::1', secret)).status, { timeout: 5_000 }).toBe(200);
  });

  test('does not lend them to a browser that signed in there and went elsewhere', async () => {
    const { secret } = await makeKey({ allowed_addresses });
    const cookie = (await signIn('203.0.113.41', secret)).headers.get('set-cookie') ?? '';
    const look = (address: string) =>
      server.call('GET', PATH, from(address, { key: null, headers: { Cookie: cookie } }));
    expect((await look('203.0.113.41')).status).toBe(200);
    expect((await look('203.0.114.1')).status).toBe(403);
  });

  test('takes nothing that is no address', async () => {
    for (const wrong of ['203.0.113.0/33', 'office', '2001:db8::/129', '']) {
      const body = { name: 'x', allowed_addresses: [wrong] };
      const refused = await server.call('POST', '/api/v1/keys', { body });
      expect([wrong, refused.status, refused.body.errors?.[0]?.pointer]).toEqual([
        ...[wrong, 422, '/allowed_addresses/0'],
      ]);
    }
  });
});

describe('the clock of the machine', () => {
  const HOUR_MS = 3_600_000;
  const shiftBy = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms });
  const expiringIn = (ms: number) =>
    makeKey({ expires_at: new Date(Date.now() + ms).toISOString() });

  test('neither ends keys and sessions early nor keeps ended ones', async () => {
    const [live, ended] = [await expiringIn(HOUR_MS), await expiringIn(-HOUR_MS)];
    const cookie = (await signIn('203.0.113.60', live.secret)).headers.get('set-cookie') ?? '';
    const look = () =>
      server.call('GET', PATH, { key: null, headers: { Cookie: cookie, Origin: server.url } });
    shiftBy(90 * 24 * HOUR_MS);
    expect((await read('203.0.113.60', live.secret)).status).toBe(200);
    expect((await look()).status).toBe(200);
    vi.useRealTimers();
    shiftBy(-90 * 24 * HOUR_MS);
    expect((await read('203.0.113.61', ended.secret)).status).toBe(401);
    expect((await signIn('203.0.113.61', ended.secret)).status).toBe(401);
  });

  test('does not keep a session longer than its key', async () => {
    const { id, secret } = await makeKey();
    const cookie = (await signIn('203.0.113.62', secret)).headers.get('set-cookie') ?? '';
    const look = async () =>
      (await server.call('GET', PATH, { key: null, headers: { Cookie: cookie } })).status;
    expect(await look()).toBe(200);
    const past = new Date(Date.now() - 1000).toISOString();
    await server.call('PATCH', `/api/v1/keys/${id}`, { body: { expires_at: past } });
    await expect.poll(look, { timeout: 5_000 }).toBe(401);
  });
});
