import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADMIN_KEY, type Reply, startTestServer, type TestServer } from './api-server.ts';

const ORIGIN = 'https://shop.example';
const ASKED = ['X-API-Key', 'Authorization', 'Content-Type', 'Idempotency-Key', 'Upload-Offset'];
const EXPOSED = [
  ...['Location', 'ETag', 'Retry-After', 'RateLimit', 'RateLimit-Policy', 'Content-Disposition'],
  ...['Tus-Resumable', 'Tus-Version', 'Upload-Offset', 'Upload-Length', 'Upload-Expires'],
];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** Every address of ours with one of its methods, parameters filled in. */
async function listAddresses(): Promise<{ method: string; path: string }[]> {
  const { addressOf, routes } = await import('#/api/rest/routes.ts');
  return [
    ...routes.map((route) => ({
      method: route.method.toUpperCase(),
      path: addressOf(route).replace(/\{\w+\}/g, 'x'),
    })),
    { method: 'POST', path: '/api/v1/uploads' },
    ...['HEAD', 'PATCH', 'DELETE'].map((method) => ({ method, path: '/api/v1/uploads/x' })),
    { method: 'POST', path: '/api/trpc/tasks.create' },
    { method: 'POST', path: '/api/session' },
    { method: 'GET', path: '/docs' },
    { method: 'GET', path: '/metrics' },
    { method: 'GET', path: '/no/such/address' },
  ];
}

function allowsEveryOrigin({ headers }: Reply): void {
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(headers.get('access-control-allow-credentials')).toBeNull();
}

test('any origin may ask beforehand, at every address, for every method and header that is used', async () => {
  for (const { method, path } of await listAddresses()) {
    const headers = { Origin: ORIGIN, 'Access-Control-Request-Method': method };
    const answer = await server.call('OPTIONS', path, { key: null, headers });
    expect([path, answer.status]).toEqual([path, 204]);
    allowsEveryOrigin(answer);
    expect(answer.headers.get('access-control-allow-methods')).toContain(method);
    for (const name of ASKED) {
      expect(answer.headers.get('access-control-allow-headers')).toContain(name);
    }
  }
});

test('any origin may read every answer, errors too, and the headers that clients need', async () => {
  const addresses = await listAddresses();
  for (const { method, path } of addresses.filter((each) => each.method !== 'HEAD')) {
    const headers = { Origin: ORIGIN };
    const answer = await server.call(method, path, { key: 'nonsense', headers });
    expect([path, answer.status >= 200]).toEqual([path, true]);
    allowsEveryOrigin(answer);
  }
  const { headers } = await server.call('GET', '/api/v1/tasks', { headers: { Origin: ORIGIN } });
  for (const name of EXPOSED) {
    expect(headers.get('access-control-expose-headers')?.split(', ')).toContain(name);
  }
});

test('a cookie of ours means nothing on a call of another origin', async () => {
  const signedIn = await server.call('POST', '/api/session', {
    ...{ key: null, body: { key: ADMIN_KEY }, headers: { Origin: server.url } },
  });
  const Cookie = signedIn.headers.get('set-cookie') ?? '';
  const foreign = await server.call('GET', '/api/v1/keys', {
    ...{ key: null, headers: { Cookie, Origin: ORIGIN } },
  });
  expect(foreign.status).toBe(401);
  const own = await server.call('GET', '/api/v1/keys', {
    ...{ key: null, headers: { Cookie, Origin: server.url } },
  });
  expect(own.status).toBe(200);
});

test('MOUTHPIECE_CORS_ORIGINS narrows who may call from a browser', async () => {
  await using server = await startTestServer({
    MOUTHPIECE_CORS_ORIGINS: 'https://shop.example, https://Learn.example:8443',
  });
  for (const [origin, allowed] of [
    ['https://shop.example', true],
    ['https://learn.example:8443', true],
    ['https://learn.example', false],
    ['https://evil-shop.example', false],
  ] as const) {
    const headers = { Origin: origin, 'Access-Control-Request-Method': 'POST' };
    const preflight = await server.call('OPTIONS', '/api/v1/tasks', { key: null, headers });
    const answer = await server.call('GET', '/api/v1/tasks', { key: ADMIN_KEY, headers });
    for (const { headers: shown } of [preflight, answer]) {
      expect(shown.get('access-control-allow-origin')).toBe(allowed ? origin : null);
      expect(shown.get('vary')).toContain('Origin');
    }
    expect(answer.status).toBe(200);
  }
});
