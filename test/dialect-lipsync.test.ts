import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CallOptions, type Reply, startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
  const { pool } = server.app.database;
  const options = { resolution: null, fps: null, format: null, expression: null };
  const inputs = { image: { head_motion: null }, video: {} };
  const engine = { name: 'test-engine', version: '1', stages: ['lips'], inputs, options };
  const capabilities = { engines: [engine], voices: [] };
  await pool.worker.updateMany({ data: { capabilities } });
});
afterAll(() => server[Symbol.asyncDispose]());

const AUDIO = new File(['RIFFsound'], '你好 世界.wav', { type: 'audio/wav' });
const VIDEO = new File(['\0\0\0\x18ftypmp42 pictures'], '老师.mp4', { type: 'video/mp4' });
const STILL = new File([Buffer.from('89504e470d0a1a0a00', 'hex')], 'face.mp4');

type Parts = [name: string, value: string | File][];
function form(parts: Parts): FormData {
  const made = new FormData();
  for (const [name, value] of parts) made.append(name, value);
  return made;
}
const generate = (parts: Parts, options: CallOptions = {}) =>
  server.call('POST', '/api/v1/generate', { raw: form(parts), ...options });
const taskOf = async ({ body }: Reply) =>
  (await server.call('GET', String(body.polling_url))).body as Record<string, unknown>;
const counts = async () => {
  const { task, asset, batch } = server.app.database.pool;
  return [await task.count(), await asset.count(), await batch.count()];
};

describe('POST /api/v1/generate', () => {
  test('takes the parts of a form in any order, files before fields too', async () => {
    const fields: Parts = [
      ['resolution', '1280x720'],
      ['fps', '30'],
      ['format', 'webm'],
      ['expression', '0.7'],
    ];
    const files: Parts = [
      ['audio', AUDIO],
      ['video', VIDEO],
    ];
    const orders = [[...files, ...fields], [...fields, ...files.toReversed()], zip(fields, files)];
    for (const parts of orders) {
      const made = await generate(parts);
      expect(made.status).toBe(202);
      const id = made.body.task_id;
      expect(made.body).toEqual({
        task_id: id,
        status: 'pending',
        polling_url: `/api/v1/tasks/${id}`,
      });
      const task = await taskOf(made);
      expect(task).toMatchObject({
        ...{ task_id: id, type: 'lipsync', status: 'pending', stage: 'checking', progress: 0 },
        ...{ estimated_finish_time: null, result_url: null, name: '你好 世界.wav' },
        options: { resolution: '1280x720', fps: 30, format: 'webm', expression: 0.7 },
      });
    }
  });

  test('works without what is optional, left out or blank', async () => {
    const made = await generate([
      ['video', VIDEO],
      ['resolution', ''],
      ['callback_url', ''],
      ['audio', AUDIO],
    ]);
    expect([made.status, (await taskOf(made)).options]).toEqual([202, {}]);
  });

  test('reads names that a client has percent-encoded, and leaves other percent signs alone', async () => {
    const named = (name: string) => new File(['RIFFsound'], name);
    for (const [sent, kept] of [
      ['%E4%BD%A0%E5%A5%BD%201.wav', '你好 1.wav'],
      ['100%25 sure.wav', '100%25 sure.wav'],
      ['%E4%BD broken.wav', '%E4%BD broken.wav'],
    ] as const) {
      const made = await generate([
        ['audio', named(sent)],
        ['video', VIDEO],
      ]);
      expect((await taskOf(made)).name).toBe(kept);
    }
  });

  test('takes a still picture for the video, whatever it is called', async () => {
    const still = await taskOf(
      await generate([
        ['audio', AUDIO],
        ['video', STILL],
        ['head_motion', '0.5'],
      ]),
    );
    expect(still.input).toEqual({ image: expect.any(String), audio: expect.any(String) });
    expect(still.options).toEqual({ head_motion: 0.5 });
    const footage = await taskOf(
      await generate([
        ['audio', AUDIO],
        ['video', VIDEO],
      ]),
    );
    expect(footage.input).toEqual({ video: expect.any(String), audio: expect.any(String) });
  });

  test('makes several videos a batch: a task each, of one recording', async () => {
    const made = await generate([
      ['videos', VIDEO],
      ['audio', AUDIO],
      ['videos', STILL],
      ['resolution', '360p'],
      ['videos', VIDEO],
    ]);
    expect(made.status).toBe(202);
    const tasks = made.body.tasks as { task_id: string; polling_url: string }[];
    expect(tasks).toHaveLength(3);
    expect(made.body).toMatchObject({ ...tasks[0], status: 'pending' });
    const seen = await Promise.all(tasks.map(({ polling_url: path }) => server.call('GET', path)));
    const inputs = seen.map(({ body }) => body.input as Record<string, string>);
    expect(inputs.map((input) => Object.keys(input).sort())).toEqual([
      ['audio', 'video'],
      ['audio', 'image'],
      ['audio', 'video'],
    ]);
    expect(new Set(inputs.map(({ audio }) => audio)).size).toBe(1);
    for (const { body } of seen) expect(body.batch_id).toBe(made.body.batch_id);
    const batch = await server.call('GET', `/api/v1/batches/${made.body.batch_id}`);
    expect((batch.body.tasks as { id: string }[]).map(({ id }) => id)).toEqual(
      tasks.map(({ task_id: id }) => id),
    );
  });

  test('says what is wrong by the names of its parts, and keeps nothing', async () => {
    const before = await counts();
    const both: Parts = [
      ['audio', AUDIO],
      ['video', VIDEO],
    ];
    const tries: [Parts, number, string | undefined][] = [
      [[['video', VIDEO]], 422, '/audio'],
      [[['audio', AUDIO]], 422, '/video'],
      [[...both, ['audio', AUDIO]], 422, '/audio'],
      [[...both, ['videos', VIDEO]], 422, '/video'],
      [[...both, ['video_path', '/uploads/video/x.mp4']], 422, '/video_path'],
      [[...both, ['audio_path', '../../etc/passwd']], 422, '/audio_path'],
      [[...both, ['fps', 'fast']], 422, '/fps'],
      [[...both, ['expression', '2']], 422, '/expression'],
      [[...both, ['resolution', 'huge']], 422, '/resolution'],
      [[...both, ['head_motion', '0.5']], 422, '/head_motion'],
      [[...both, ['format', 'mov'], ['format', 'mp4']], 422, '/format'],
      [[...both, ['colour', 'red']], 422, '/colour'],
      [[...both, ['callback_url', 'http://127.0.0.1:9/']], 422, '/callback_url'],
      [[...both, ['template_id', 't1']], 501, undefined],
    ];
    for (const [parts, status, pointer] of tries) {
      const { body, ...refused } = await generate(parts);
      expect([refused.status, body.errors?.[0]?.pointer, body.detail]).toEqual([
        status,
        pointer,
        expect.any(String),
      ]);
      expect(body).toMatchObject({ error: body.detail, message: body.detail, success: false });
    }
    expect(await counts()).toEqual(before);
    expect(await readdir(server.app.paths.uploads)).toEqual([]);
  });

  test('is made once by an idempotent call', async () => {
    const parts: Parts = [
      ['audio', AUDIO],
      ['videos', VIDEO],
      ['videos', STILL],
    ];
    const headers = { 'Idempotency-Key': 'lesson-1' };
    const first = await generate(parts, { headers });
    const before = await counts();
    const again = await generate([...parts.slice(1), ...parts.slice(0, 1)], { headers });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect([again.status, again.body]).toEqual([202, first.body]);
    expect(await counts()).toEqual(before);
    const other = await generate([...parts, ['fps', '30']], { headers });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_mismatch']);
  });

  test('tells the services at this address apart, and names what it does not answer', async () => {
    const json = (body: unknown) => server.call('POST', '/api/v1/generate', { body });
    const tries: [unknown, number, RegExp][] = [
      [{ image_base64: 'AAAA', prompt: 'x' }, 501, /image-to-video/],
      [{ images_base64: ['AAAA'] }, 501, /image-to-video/],
      [{ image_base64: 'A'.repeat(3_000_000) }, 501, /image-to-video/],
      [{ image_path: '/a', audio_path: '/b' }, 501, /live-avatar/],
      [{ image_path: '/a', audio_path: '/b', video_path: null }, 501, /live-avatar/],
      [{ image_path: '/a', video_path: '/b' }, 400, /lip-sync and live-avatar at once/],
      [{ image_path: '/a', image_base64: 'A' }, 400, /image-to-video and live-avatar at once/],
      [{ audio_path: '/a' }, 400, /`audio_path` and `video_path`.*`image_base64`.*`image_path`/],
      [{}, 400, /`video_path`/],
      [[1], 400, /`video_path`/],
      ['video_path', 400, /`video_path`/],
      [{ template_id: 't', audio_path: '/a' }, 501, /Templates/],
    ];
    for (const [body, status, words] of tries) {
      const answer = await json(body);
      expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(words)]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    }
    const bare = await server.call('POST', '/api/v1/generate', { raw: 'video_path=x' });
    expect(bare.status).toBe(400);
  });
});

test('footage takes the head motion that it has', async () => {
  const made = await generate([
    ['audio', AUDIO],
    ['video', VIDEO],
    ['head_motion', '0'],
  ]);
  expect([made.status, (await taskOf(made)).options]).toEqual([202, { head_motion: 0 }]);
});

describe('a key in the address', () => {
  const parts: Parts = [
    ['audio', AUDIO],
    ['video', VIDEO],
  ];
  const call = (query: string, path = '/api/v1/generate') =>
    server.call('POST', path + query, { key: null, raw: form(parts) });

  test('counts for this call, and a wrong one is wrong', async () => {
    const key = await server.createKey();
    const made = await call(`?token=${key}`);
    expect(made.status).toBe(202);
    const own = await server.call('GET', String(made.body.polling_url), { key });
    expect(own.status).toBe(200);
    for (const query of ['?token=nonsense', `?token=${key}&token=nonsense`]) {
      const { status, body } = await call(query);
      expect([status, body.detail]).toEqual([401, 'Invalid or missing token']);
    }
  });

  test('counts for no other call', async () => {
    const key = await server.createKey();
    const headers = { 'X-Forwarded-For': '203.0.113.9' };
    const answer = await server.call('GET', `/api/v1/tasks?token=${key}`, { key: null, headers });
    expect(answer.status).toBe(401);
  });
});

test('DELETE cancels what lives, removes what has ended, and then there is nothing', async () => {
  const { body } = await generate([
    ['audio', AUDIO],
    ['video', VIDEO],
  ]);
  const id = body.task_id;
  const { input } = (await server.call('GET', `/api/v1/tasks/${id}`)).body as {
    input: Record<'audio' | 'video', string>;
  };
  // Another task says the same recording with a picture of its own.
  const again = { type: 'lipsync', input: { audio: input.audio, image: 'portrait:host' } };
  const other = await server.call('POST', '/api/v1/tasks', { body: again });
  const isThere = async (asset: string) =>
    (await server.call('GET', `/api/v1/assets/${asset}`)).status === 200;
  const remove = () => server.call('DELETE', `/api/v1/tasks/${id}`);
  const first = await remove();
  expect([first.status, first.body]).toEqual([
    200,
    { id, task_id: id, status: 'cancelled', deleted: false },
  ]);
  expect((await remove()).body).toMatchObject({ task_id: id, deleted: true });
  expect([await isThere(input.video), await isThere(input.audio)]).toEqual([false, true]);
  for (let i = 0; i < 2; i++) await server.call('DELETE', `/api/v1/tasks/${other.body.id}`);
  expect(await isThere(input.audio)).toBe(false);
  expect((await remove()).status).toBe(404);
  expect((await server.call('GET', `/api/v1/tasks/${id}`)).status).toBe(404);
});

test('a body that may hold files has a limit of its own, told to clients of every service', async () => {
  await using small = await startTestServer({ MOUTHPIECE_LIMIT_BASE64_JSON_BYTES: '1000' });
  const image = { image_base64: 'A'.repeat(1000) };
  const { status, body } = await small.call('POST', '/api/v1/generate', { body: image });
  expect([status, body]).toMatchObject([413, { success: false, error: body.detail }]);
});

function zip(some: Parts, others: Parts): Parts {
  return some.flatMap((part, index) => [part, ...others.slice(index, index + 1)]);
}
