import { describe, expect, test } from 'vitest';
import { newId } from '#/domain/ids.ts';
import { eventually, type Reply, startTestServer, type TestServer } from './api-server.ts';

const limit = (calls: string, most: number) => ({
  [`MOUTHPIECE_LIMIT_${calls}_PER_MINUTE`]: String(most),
});

type Case = {
  name: string;
  settings: Record<string, string>;
  call: (server: TestServer, key: string) => Promise<Reply>;
  kind: 'reads' | 'creates';
};

const read = (server: TestServer, key: string | null) =>
  server.call('GET', '/api/v1/tasks', { key });
const create = (server: TestServer, key: string | null) =>
  server.call('POST', '/api/v1/tasks', { key, body: {} });

const CASES: Case[] = [
  {
    name: 'MOUTHPIECE_LIMIT_READS_PER_MINUTE',
    settings: limit('READS', 3),
    call: read,
    kind: 'reads',
  },
  {
    name: 'MOUTHPIECE_LIMIT_ANONYMOUS_CREATES_PER_MINUTE',
    settings: limit('ANONYMOUS_CREATES', 3),
    call: (server) => create(server, null),
    kind: 'creates',
  },
];

describe('a limit of calls a minute', () => {
  test.for(CASES)(
    '$name is told with every answer, and when it is used up',
    async ({ settings, call, kind }) => {
      await using server = await startTestServer(settings);
      const key = await server.createKey();
      for (let i = 0; i < 3; i++) {
        const answer = await call(server, key);
        expect(answer.status).not.toBe(429);
        expect(answer.headers.get('ratelimit-policy')).toBe(`"${kind}";q=3;w=60`);
        expect(answer.headers.get('ratelimit')).toMatch(
          new RegExp(`^"${kind}";r=${2 - i};t=\\d+$`),
        );
      }
      const refused = await call(server, key);
      expect(refused.status).toBe(429);
      expect(refused.headers.get('content-type')).toBe('application/problem+json');
      expect(refused.headers.get('ratelimit')).toMatch(new RegExp(`^"${kind}";r=0;t=\\d+$`));
      const wait = Number(refused.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60);
      expect(refused.body).toMatchObject({
        type: '/docs#error-rate_limited',
        status: 429,
        title: 'Too many requests',
        detail: 'Too many requests',
        success: false,
        error: expect.stringContaining('try again in'),
        message: expect.stringContaining('try again in'),
      });
      const other = kind === 'reads' ? create : read;
      expect((await other(server, key)).status).not.toBe(429);
      expect((await server.call('GET', '/api/v1/health/live', { key: null })).status).toBe(200);
    },
  );

  test('is the same for every way in, and each call of a batch counts', async () => {
    await using server = await startTestServer(limit('READS', 4));
    const key = await server.createKey();
    expect((await read(server, key)).status).toBe(200);
    const input = encodeURIComponent('{"0":{},"1":{}}');
    const batch = `/api/trpc/tasks.list,assets.list?batch=1&input=${input}`;
    const answer = await server.call('GET', batch, { key });
    expect(answer.headers.get('ratelimit')).toMatch(/^"reads";r=1;/);
    const refused = await server.call('GET', batch, { key });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await server.call('HEAD', '/api/v1/uploads/asset_x', { key })).status).not.toBe(429);
    expect((await server.call('HEAD', '/api/v1/uploads/asset_x', { key })).status).toBe(429);
  });

  test('counts files that a key reads, and none that a signed link opens', async () => {
    await using server = await startTestServer(limit('READS', 2));
    const key = await server.createKey();
    const path = `/api/v1/assets/${newId('asset')}/content`;
    for (let i = 0; i < 4; i++) {
      const signed = await server.call('GET', `${path}?exp=1&sig=x`, { key });
      expect(signed.status).not.toBe(429);
      expect(signed.headers.get('ratelimit')).toBeNull();
    }
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await server.call('GET', path, { key })).status);
    expect(statuses).toEqual([404, 404, 429]);
  });

  test('can be higher or lower for one key', async () => {
    await using server = await startTestServer(limit('READS', 3));
    const made = await server.call('POST', '/api/v1/keys', {
      body: { name: 'trusted', limits: { reads_per_minute: 5, creates_per_minute: 1 } },
    });
    expect(made.body.limits).toEqual({ reads_per_minute: 5, creates_per_minute: 1 });
    const key = String(made.body.secret);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await read(server, key)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await create(server, key)).status).toBe(422);
    expect((await create(server, key)).status).toBe(429);
  });

  test('is shared by all web processes within a second', async () => {
    await using server = await startTestServer(limit('READS', 10));
    const key = await server.createKey();
    for (let i = 0; i < 10; i++) expect((await read(server, key)).status).toBe(200);
    const counted = () => server.app.database.pool.callCount.aggregate({ _sum: { calls: true } });
    await eventually(async () => Number((await counted())._sum.calls) >= 10);
    await server.restart();
    await eventually(async () => (await read(server, key)).status === 429);
    expect(Number((await counted())._sum.calls)).toBeLessThan(10 + 10 + 2);
  });

  test('begins anew a minute after the first call', async () => {
    await using server = await startTestServer(limit('READS', 2));
    const key = await server.createKey();
    const { pool } = server.app.database;
    expect((await read(server, key)).status).toBe(200);
    await eventually(async () => (await pool.callCount.count()) > 0);
    await pool.$executeRaw`UPDATE call_counts SET calls = 99, started_at = now() - interval '58 seconds'`;
    await read(server, key);
    const soon = await eventually(async () => {
      const { status, headers } = await read(server, key);
      const wait = Number(headers.get('retry-after'));
      return status === 429 && wait <= 2 && wait;
    });
    expect(soon).toBeGreaterThan(0);
    await eventually(async () => (await read(server, key)).status === 200);
  });
});

describe('callers without a key', () => {
  test('are told apart by the address that a trusted proxy names, and IPv6 by its network', async () => {
    await using server = await startTestServer({
      ...limit('ANONYMOUS_READS', 1),
      MOUTHPIECE_ANONYMOUS: 'allow',
      MOUTHPIECE_TRUSTED_PROXIES: '127.0.0.0/8, ::1',
    });
    const from = (address: string) =>
      server.call('GET', '/api/v1/tasks', {
        key: null,
        headers: { 'X-Forwarded-For': `198.51.100.77, ${address}` },
      });
    expect((await from('203.0.113.1')).status).toBe(200);
    expect((await from('203.0.113.1')).status).toBe(429);
    expect((await from('203.0.113.2')).status).toBe(200);
    expect((await from('2001:db8:0:1::5')).status).toBe(200);
    expect((await from('2001:db8:0:1:ffff::6')).status).toBe(429);
    expect((await from('2001:db8:0:2::5')).status).toBe(200);
  });

  test('cannot choose their address where no proxy is trusted', async () => {
    await using server = await startTestServer({
      ...limit('ANONYMOUS_READS', 1),
      MOUTHPIECE_ANONYMOUS: 'allow',
    });
    const from = (address: string) =>
      server.call('GET', '/api/v1/tasks', { key: null, headers: { 'X-Forwarded-For': address } });
    expect((await from('203.0.113.1')).status).toBe(200);
    expect((await from('203.0.113.2')).status).toBe(429);
  });
});
