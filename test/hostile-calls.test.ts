import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { REST_BASE, routes } from '#/api/rest/routes.ts';
import { ERRORS } from '#/domain/errors.ts';
import { type Reply, startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** The caller's fault, told in a way that programs and people understand, without a word of ours. */
function isRefused(what: string, { status, headers, body }: Reply): void {
  expect([what, status >= 400 && status < 500]).toEqual([what, true]);
  expect([what, headers.get('content-type')]).toEqual([what, 'application/problem+json']);
  expect([what, Object.hasOwn(ERRORS, String(body.code))]).toEqual([what, true]);
  expect([what, String(body.detail).length > 8]).toEqual([what, true]);
  expect(JSON.stringify(body)).not.toMatch(/node_modules|prisma|ECONN|ENOENT|SELECT|\.ts\b|root:/i);
}

const ASKED = routes.map((route) => ({ ...route, name: `${route.method} ${route.path}` }));
/** An address that names nothing. */
const addressed = (path: string, id = 'task_00000000000000000000000000') =>
  REST_BASE + path.replace(/\{\w+\}/g, id);

const send = (method: string, path: string, raw: string) =>
  server.call(method.toUpperCase(), path, { raw, headers: { 'Content-Type': 'application/json' } });

describe('a body of the wrong shape is refused by every operation that takes one', () => {
  const TAKING = ASKED.filter(({ schemas }) => schemas.body !== undefined);
  const deep = (open: string, close: string) => open.repeat(5_000) + close.repeat(5_000);
  const BODIES = [
    'null',
    'true',
    '5',
    '"text"',
    '[]',
    '[{}]',
    '{"nobody_knows_this": 1}',
    '{"__proto__": {"scopes": ["admin"]}, "constructor": 1}',
    'NaN',
    '{"a": NaN}',
    '{"a": 1e999}',
    '{"a": 1,}',
    '{"a": "\\ud800"}',
    deep('[', ']'),
    deep('{"a":', '}').replace('}', '1}'),
  ];

  test.each(TAKING.map((route) => [route.name, route] as const))('%s', async (_, route) => {
    for (const body of BODIES) {
      const answer = await send(route.method, addressed(route.path), body);
      isRefused(`${route.name} ${body.slice(0, 60)}`, answer);
    }
  });
});

describe('numbers that are none, and values of the wrong type', () => {
  const speech = { type: 'speech', input: { text: 'Hello.' } };
  const WRONG = ['1e999', '-1e999', '"NaN"', '"25"', 'null', 'true', '[]', '{}', '-1'];
  const FIELDS = [
    'options.fps',
    'options.start',
    'options.end',
    'options.head_motion',
    'options.expression',
    'options.resolution',
    'options.format',
    'options.captions',
    'options.label',
    'options.watermark',
    'expires_in',
    'priority',
    'metadata',
    'callback_url',
    'input.text',
    'input.voice',
    'type',
  ];

  test.each(FIELDS)('%s', async (field) => {
    const [group = '', name] = field.split('.');
    for (const value of WRONG) {
      // What each of them may be.
      if (field === 'input.text' && value.startsWith('"')) continue;
      if (field === 'metadata' && value === '{}') continue;
      const body: Record<string, unknown> = structuredClone(speech);
      if (name) body[group] = { ...(body[group] as object), [name]: '@' };
      else body[group] = '@';
      const answer = await send(
        'post',
        '/api/v1/tasks',
        JSON.stringify(body).replace('"@"', value),
      );
      isRefused(`${field} ${value}`, answer);
      expect(answer.status).toBe(422);
      expect(answer.body.errors?.map(({ pointer }) => pointer).join(' ')).toContain(`/${group}`);
    }
  });

  test('too many of what may come in numbers', async () => {
    const long = 'x'.repeat(20_001);
    const pairs = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, '']));
    for (const body of [
      { ...speech, input: { text: long } },
      { ...speech, metadata: pairs },
      { ...speech, metadata: { ['k'.repeat(41)]: '' } },
      { ...speech, metadata: { k: 'v'.repeat(501) } },
      { ...speech, options: { engine: 'e'.repeat(61) } },
      { ...speech, callback_url: `https://example.org/${'a'.repeat(2_000)}` },
    ]) {
      isRefused('too much', await send('post', '/api/v1/tasks', JSON.stringify(body)));
    }
  });
});

describe('an address that is meant for something else', () => {
  const TRICKS = [
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e%2f%2e%2e%2fadmin-key',
    '..%5c..%5cadmin-key',
    '%00',
    '%ff%fe',
    '%25252e%25252e',
    "1'%20OR%20'1'='1",
    '%E4%B8%AD%E6%96%87',
    '%F0%9F%99%82',
    'x'.repeat(3_000),
    '-1',
    '{id}',
    '$where',
  ];
  const NAMED = ASKED.filter(({ path }) => path.includes('{'));

  test.each(NAMED.map((route) => [route.name, route] as const))('%s', async (_, route) => {
    for (const trick of TRICKS) {
      const method = route.method.toUpperCase();
      const answer = await server.call(method, addressed(route.path, trick), {
        ...(route.schemas.body && { body: {} }),
      });
      isRefused(`${route.name} ${trick}`, answer);
    }
  });

  test.each([
    '/presenters/../../package.json',
    '/presenters/..%2f..%2fpackage.json',
    '/presenters/%2e%2e/%2e%2e/package.json',
    '/presenters/....//....//package.json',
    '/presenters/host.svg%00.json',
    '/presenters//etc/passwd',
    '/docs/guides/../../package.json',
    '/docs/guides/..%2f..%2fREADME',
    '/docs/guides/..%5c..%5cREADME',
    '/api/v1/uploads/..%2f..%2fadmin-key',
    '//etc/passwd',
    '/api/v1/../../etc/passwd',
  ])('%s leads nowhere', async (path) => {
    const { status, text } = await asIs('GET', path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toMatch(/"dependencies"|root:|mp_live_|Mouthpiece makes/);
  });

  test.each(
    ASKED.filter(({ method }) => method === 'get').map((route) => [route.name, route] as const),
  )('%s with a query that nobody knows', async (_, { path }) => {
    for (const query of [
      'nobody_knows=1',
      'limit=NaN',
      'limit=1e999',
      'limit=-1',
      'a[]=1',
      '%00=1',
    ]) {
      isRefused(query, await server.call('GET', `${addressed(path)}?${query}`));
    }
  });
});

describe('more than anyone needs', () => {
  test.each([
    ['an address of 40 kB', `/api/v1/tasks?q=${'x'.repeat(40_000)}`, {}],
    ['a cookie of 40 kB', '/api/v1/tasks', { Cookie: 'x'.repeat(40_000) }],
    ['a thousand headers', '/api/v1/tasks', manyHeaders(1_000)],
  ])('%s is refused', async (_, path, headers) => {
    expect((await asIs('GET', path, headers)).status).toBe(431);
    expect((await server.call('GET', '/api/v1/tasks')).status).toBe(200);
  });

  test('a key of any length is only a wrong key', async () => {
    for (const key of ['x', 'x'.repeat(20_000), 'mp_live_', 'mp_live_..%2f', "' OR 1=1"]) {
      isRefused(key.slice(0, 20), await server.call('GET', '/api/v1/tasks', { key }));
    }
  });
});

describe('a file by a hostile name', () => {
  test.each([
    ['../../../etc/passwd', 'passwd'],
    ['..\\..\\windows\\win.ini', 'win.ini'],
    ['/etc/shadow', 'shadow'],
    ['..', 'file'],
    ['', 'file'],
    [' ', 'file'],
    ['a\0b\r\nSet-Cookie: x=1.png', 'abSet-Cookie: x=1.png'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['"; filename="b.png', '"; filename="b.png'],
    ['<img src=x onerror=alert(1)>.png', '<img src=x onerror=alert(1)>.png'],
    ['我的照片（最终版）.png', '我的照片（最终版）.png'],
    ['e\u0301te\u0301.png', 'été.png'],
    ['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
    [`${'长'.repeat(400)}.png`, '长'.repeat(255)],
  ])('%j is kept as the label %j', async (filename, label) => {
    const before = await readdir(server.folder);
    const metadata = `filename ${Buffer.from(filename).toString('base64')}`;
    const begun = await server.call('POST', '/api/v1/uploads', {
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '3', 'Upload-Metadata': metadata },
    });
    expect(begun.status).toBe(201);
    const id = begun.headers.get('location')?.split('/').at(-1) ?? '';
    const asset = await server.call('GET', `/api/v1/assets/${id}`);
    expect(asset.body.filename).toBe(label);
    expect(
      (await readdir(`${server.folder}/uploads`)).filter((name) => !name.startsWith('asset_')),
    ).toEqual([]);
    expect(await readdir(server.folder)).toEqual(before);
  });
});

/** As it stands, where a well-behaved client would tidy the address up first. */
function asIs(method: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { port } = new URL(server.url);
    const call = request({ port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('error', reject);
    call.end();
  });
}

function manyHeaders(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [`X-${n}`, 'x'.repeat(40)]));
}
