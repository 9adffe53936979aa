import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expireUploads } from '#/services/assets/expire-uploads.ts';
import { ADMIN_KEY, startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server[Symbol.asyncDispose]());

const CHUNK = 100_000;
const BYTES = randomBytes(4 * CHUNK + 321);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

async function init(body: Record<string, unknown> = {}, key = ADMIN_KEY): Promise<string> {
  const begun = await server.call('POST', '/api/v1/upload/init', {
    key,
    body: { filename: '课程 一.mp4', size: BYTES.length, chunk_size: CHUNK, ...body },
  });
  expect(begun.status).toBe(200);
  return String(begun.body.upload_id);
}

function send(id: string, index: number | string, bytes?: Uint8Array) {
  const from = Number(index) * CHUNK;
  const given = bytes ?? BYTES.subarray(from, from + CHUNK);
  const form = new FormData();
  form.append('chunk', new File([new Uint8Array(given)], 'blob'));
  form.append('index', String(index));
  form.append('upload_id', id);
  return server.call('POST', '/api/v1/upload/chunk', { raw: form });
}

const complete = (id: string) =>
  server.call('POST', '/api/v1/upload/complete', { body: { upload_id: id } });
const ask = (id: string) => server.call('GET', `/api/v1/upload/${id}`);

describe('an upload in chunks', () => {
  test('may come out of order, at once, twice, and go on after a restart of the server', async () => {
    const id = await init({ sha256: SHA256.toUpperCase(), mime_type: 'video/mp4' });
    const first = await send(id, 3);
    expect(first.body).toEqual({
      ...{ upload_id: id, index: 3, received: 1, remaining: 4, total_chunks: 5 },
    });
    await Promise.all([send(id, 1), send(id, 0), send(id, 1), send(id, 3)]);
    await server.restart();
    expect((await ask(id)).body).toMatchObject({
      ...{ status: 'uploading', filename: '课程 一.mp4', size: BYTES.length, chunk_size: CHUNK },
      ...{ received: 3, remaining: 2, chunks: [0, 1, 3], missing: [2, 4] },
    });
    const early = await complete(id);
    expect([early.status, early.body]).toMatchObject([
      409,
      { missing: [2, 4], detail: expect.stringContaining('2 of 5'), success: false },
    ]);
    expect((await send(id, 4)).body.remaining).toBe(1);
    expect((await send(id, 2)).body.remaining).toBe(0);

    const done = await Promise.all([complete(id), complete(id)]);
    const answer = { path: `/uploads/video/${id}.mp4`, asset_id: id };
    expect(done.map(({ status, body }) => [status, body])).toEqual([
      [200, answer],
      [200, answer],
    ]);
    expect((await complete(id)).body).toEqual(answer);
    expect((await send(id, 2)).body).toMatchObject({ received: 5, remaining: 0 });
    expect((await ask(id)).body).toMatchObject({ status: 'complete', missing: [] });
    const asset = await server.call('GET', `/api/v1/assets/${id}`);
    expect(asset.body).toMatchObject({
      ...{ status: 'probing', filename: '课程 一.mp4', sha256: SHA256, bytes: BYTES.length },
    });
    expect(await readdir(server.app.paths.uploads)).toEqual([`${id}.chunks`]);
    expect(await readdir(`${server.app.paths.uploads}/${id}.chunks`)).toEqual(['declared.json']);
  });

  test('becomes a path that calls take', async () => {
    const id = await init({ filename: 'a.wav', size: 10, chunk_size: null, sha256: null });
    await send(id, 0, BYTES.subarray(0, 10));
    const { path } = (await complete(id)).body;
    expect(path).toBe(`/uploads/audio/${id}.wav`);
    const body = { audio_path: path, video_path: path, fps: null };
    const made = await server.call('POST', '/api/v1/generate', { body });
    expect(made.status).toBe(202);
    const task = await server.call('GET', String(made.body.polling_url));
    expect(task.body.input).toEqual({ audio: id, video: id });
    const form = new FormData();
    form.append('video', new File(['film'], 'film.mp4'));
    form.append('audio_path', String(path));
    const mixed = await server.call('POST', '/api/v1/generate', { raw: form });
    expect(mixed.status).toBe(202);
  });

  test('with other bytes than declared is refused, and gone', async () => {
    const id = await init({ size: 10, sha256: SHA256 });
    await send(id, 0, BYTES.subarray(0, 10));
    const refused = await complete(id);
    expect([refused.status, refused.body.code]).toEqual([422, 'checksum_mismatch']);
    expect([(await complete(id)).status, (await ask(id)).status]).toEqual([404, 404]);
    expect((await server.call('GET', `/api/v1/assets/${id}`)).status).toBe(404);
  });

  test('refuses chunks that do not fit, and leaves nothing of them', async () => {
    const id = await init();
    const tries: [number | string, Uint8Array, number, string][] = [
      [0, BYTES.subarray(0, CHUNK - 1), 422, '/chunk'],
      [0, BYTES.subarray(0, CHUNK + 1), 422, '/chunk'],
      [4, BYTES.subarray(0, CHUNK), 422, '/chunk'],
      [5, BYTES.subarray(0, CHUNK), 422, '/index'],
      ['-1', BYTES.subarray(0, CHUNK), 422, '/index'],
      ['../1', BYTES.subarray(0, CHUNK), 422, '/index'],
    ];
    for (const [index, bytes, status, pointer] of tries) {
      const refused = await send(id, index, bytes);
      expect([refused.status, refused.body.errors?.[0]?.pointer]).toEqual([status, pointer]);
    }
    for (const other of ['asset_x', '../../etc', `asset_${'0'.repeat(26)}`]) {
      expect([other, (await send(other, 0)).status]).toEqual([other, 404]);
    }
    expect((await ask(id)).body.received).toBe(0);
    const names = await readdir(server.app.paths.uploads);
    expect(names.filter((name) => name.startsWith('incoming'))).toEqual([]);
  });

  test('is one kind of upload: the ids of others are not known here', async () => {
    const form = new FormData();
    form.append('file', new File(['bytes'], 'a.png'));
    const { body } = await server.call('POST', '/api/v1/assets', { raw: form });
    expect((await ask(String(body.id))).status).toBe(404);
    expect((await complete(String(body.id))).status).toBe(404);
  });

  test('is refused where it would be too large, too finely cut, or beyond what the key may store', async () => {
    const begin = (body: object, key = ADMIN_KEY) =>
      server.call('POST', '/api/v1/upload/init', { key, body: { filename: 'a.mp4', ...body } });
    expect((await begin({ size: 3_000_000_000 })).status).toBe(413);
    expect((await begin({ size: 0 })).status).toBe(422);
    const fine = await begin({ size: 1_000_000, chunk_size: 10 });
    expect([fine.status, fine.body.errors?.[0]?.detail]).toEqual([
      422,
      'must be at least 100 for a file of this size',
    ]);
    const made = await server.call('POST', '/api/v1/keys', {
      body: { name: 'small', limits: { stored_bytes: 1000 } },
    });
    const key = String(made.body.secret);
    expect((await begin({ size: 900 }, key)).status).toBe(200);
    const over = await begin({ size: 101 }, key);
    expect([over.status, over.body.code]).toEqual([429, 'quota_exceeded']);
  });

  test('that nobody goes on with is forgotten, with its chunks', async () => {
    const [old, young] = [await init(), await init()];
    await Promise.all([send(old, 0), send(young, 0)]);
    await server.app.database.pool.$executeRaw`
      UPDATE assets SET created_at = now() - interval '25 hours' WHERE id = ${old}`;
    await expireUploads(server.app);
    expect([(await ask(old)).status, (await ask(young)).body.received]).toEqual([404, 1]);
    const names = await readdir(server.app.paths.uploads);
    expect(names).toContain(`${young}.chunks`);
    expect(names).not.toContain(`${old}.chunks`);
  });

  test('is begun once by an idempotent call', async () => {
    const call = () =>
      server.call('POST', '/api/v1/upload/init', {
        body: { filename: 'a.mp4', size: 10 },
        headers: { 'Idempotency-Key': 'upload-1' },
      });
    const [first, again] = [await call(), await call()];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});
