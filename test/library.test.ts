import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asset, assetSchema, storageUsageSchema } from '#/domain/asset.ts';
import { newId } from '#/domain/ids.ts';
import { startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ MOUTHPIECE_LIMIT_STORED_BYTES: '5000000' });
});
afterAll(() => server?.[Symbol.asyncDispose]());

const DAY_MS = 86_400_000;

/** A new key, and rows of its own as a worker would have left them. */
async function openLibrary() {
  const key = await server.createKey();
  const { pool } = server.app.database;
  const { id: keyId } = await pool.key.findFirstOrThrow({ orderBy: { id: 'desc' } });
  const add = async (row: { filename: string; [field: string]: unknown }) => {
    const id = newId('asset', Date.now() + (await pool.asset.count()));
    await pool.asset.create({ data: { id, keyId, status: 'ready', bytes: 1, ...row } });
    return id;
  };
  const list = async (query = '') => {
    const { body, status } = await server.call('GET', `/api/v1/assets?${query}`, { key });
    expect(status, JSON.stringify(body)).toBe(200);
    return body as unknown as { data: Asset[]; next_cursor: string | null };
  };
  const names = async (query = '') => (await list(query)).data.map(({ filename }) => filename);
  return { key, add, list, names };
}

describe('a list of assets', () => {
  test('is narrowed by kind, origin, status, time and part of the name, also in Chinese', async () => {
    const { add, names } = await openLibrary();
    const made = { origin: 'made', kind: 'video' };
    await add({ filename: '春天的演讲.mp4', ...made, createdAt: new Date('2026-01-02T00:00:00Z') });
    await add({ filename: 'Spring 100%_a.png', kind: 'image' });
    await add({ filename: 'voice.wav', kind: 'audio' });
    await add({ filename: 'broken.png', status: 'rejected', errorCode: 'media_unreadable' });
    expect(await names('kind=image')).toEqual(['Spring 100%_a.png']);
    expect(await names('origin=made')).toEqual(['春天的演讲.mp4']);
    expect(await names('status=rejected')).toEqual(['broken.png']);
    expect(await names(`q=${encodeURIComponent('演讲')}`)).toEqual(['春天的演讲.mp4']);
    expect(await names('q=SPRING')).toEqual(['Spring 100%_a.png']);
    expect(await names(`q=${encodeURIComponent('0%_')}`)).toEqual(['Spring 100%_a.png']);
    expect(await names(`q=${encodeURIComponent('%')}&kind=audio`)).toEqual([]);
    expect(await names('created_before=2026-02-01T00:00:00Z')).toEqual(['春天的演讲.mp4']);
    expect(await names('created_after=2026-02-01T00:00:00%2B08:00&kind=audio')).toEqual([
      'voice.wav',
    ]);
  });

  test('joins its pages without gap or repetition in both orders', async () => {
    const { add, list } = await openLibrary();
    for (const bytes of [5, 300, 20, 20, null, null, 20])
      await add({ filename: String(bytes), bytes, status: bytes ? 'ready' : 'uploading' });
    for (const order of ['newest', 'largest']) {
      const whole = (await list(`order=${order}`)).data;
      const seen: Asset[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await list(`order=${order}&limit=2${cursor && `&cursor=${cursor}`}`);
        seen.push(...page.data);
        cursor = page.next_cursor;
      }
      expect(seen).toEqual(whole);
      if (order === 'largest')
        expect(whole.map(({ bytes }) => bytes)).toEqual([300, 20, 20, 20, 5, null, null]);
    }
  });

  test('refuses a cursor that it did not give', async () => {
    const { key } = await openLibrary();
    for (const cursor of ['x', 'asset_1', `${newId('asset')}.9.9`, `${newId('asset')}.-1`]) {
      const answer = await server.call('GET', `/api/v1/assets?cursor=${cursor}`, { key });
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/cursor' }] } });
    }
  });
});

test('an asset and a list answer 304 until they change', async () => {
  const { key, add } = await openLibrary();
  const id = await add({ filename: 'a.png', expiresAt: new Date(Date.now() + DAY_MS) });
  for (const path of [`/api/v1/assets/${id}`, '/api/v1/assets?limit=5']) {
    const first = await server.call('GET', path, { key });
    const headers = { 'If-None-Match': first.headers.get('etag') ?? '' };
    expect((await server.call('GET', path, { key, headers })).status).toBe(304);
    const body = { expires_in: 60 + path.length };
    const changed = await server.call('PATCH', `/api/v1/assets/${id}`, { key, body });
    expect(changed.status).toBe(200);
    expect((await server.call('GET', path, { key, headers })).status).toBe(200);
  }
});

describe('the time until which a file is kept', () => {
  test('is changed within what the operator allows', async () => {
    const { key, add } = await openLibrary();
    const uploaded = await add({ filename: 'a.png' });
    const made = await add({ filename: 'b.mp4', origin: 'made' });
    const change = (id: string, body: object) =>
      server.call('PATCH', `/api/v1/assets/${id}`, { key, body });
    const until = new Date(Date.now() + 20 * DAY_MS).toISOString();
    const kept = await change(uploaded, { keep_until: until });
    expect(kept.body.expires_at).toBe(`${until.slice(0, 19)}Z`);
    expect(assetSchema.strict().safeParse(kept.body).error).toBeUndefined();
    expect(await change(made, { keep_until: until })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/keep_until' }] },
    });
    const soon = await change(made, { expires_in: 3600 });
    const inMs = Date.parse(String(soon.body.expires_at)) - Date.now();
    expect(Math.abs(inMs - 3_600_000)).toBeLessThan(10_000);
    for (const body of [{}, { expires_in: 60, keep_until: until }, { expires_in: 59 }])
      expect((await change(made, body)).status).toBe(422);
    expect((await change(made, { keep_until: '2020-01-01T00:00:00Z' })).status).toBe(422);
  });

  test('of another key does not exist', async () => {
    const mine = await openLibrary();
    const id = await mine.add({ filename: 'a.png' });
    const { key } = await openLibrary();
    const body = { expires_in: 60 };
    expect((await server.call('PATCH', `/api/v1/assets/${id}`, { key, body })).status).toBe(404);
  });
});

test('many assets are deleted at once; what cannot be says why', async () => {
  const mine = await openLibrary();
  const [free, used, foreign] = [
    await mine.add({ filename: 'free.png' }),
    await mine.add({ filename: 'used.png' }),
    await (await openLibrary()).add({ filename: 'foreign.png' }),
  ];
  const { pool } = server.app.database;
  const { keyId } = await pool.asset.findUniqueOrThrow({ where: { id: used } });
  const taskId = newId('task');
  await pool.task.create({
    data: {
      ...{ id: taskId, keyId, type: 'lipsync', stage: 'queued', priority: 'normal' },
      ...{ input: {}, options: {}, metadata: {} },
      inputs: { create: { assetId: used, field: 'image' } },
    },
  });
  const { status, body } = await server.call('POST', '/api/v1/assets/delete', {
    key: mine.key,
    body: { ids: [used, free, free, foreign] },
  });
  expect(status).toBe(200);
  expect(body.data).toMatchObject([
    { id: used, deleted: false, error: { code: 'conflict' } },
    { id: free, deleted: true, error: null },
    { id: foreign, deleted: false, error: { code: 'not_found' } },
  ]);
  expect(await mine.names()).toEqual(['used.png']);
  expect(await pool.asset.count({ where: { id: foreign } })).toBe(1);
  const none = { key: mine.key, body: { ids: [] } };
  expect((await server.call('POST', '/api/v1/assets/delete', none)).status).toBe(422);
});

test('storage says what the key uses, by who made it, and how much it may', async () => {
  const { key, add } = await openLibrary();
  await add({ filename: 'a', bytes: 1000 });
  await add({ filename: 'b', bytes: 500, origin: 'made' });
  await add({ filename: 'c', bytes: 9_999, status: 'rejected' });
  const { body } = await server.call('GET', '/api/v1/usage/storage', { key });
  expect(storageUsageSchema.strict().parse(body)).toEqual({
    ...{ bytes: 1500, limit_bytes: 5_000_000, files: 2 },
    ...{ uploaded_bytes: 1000, made_bytes: 500 },
  });
  const rpc = await server.call('GET', '/api/trpc/usage.storage', { key });
  expect(rpc.body).toMatchObject({ result: { data: { bytes: 1500 } } });
});
