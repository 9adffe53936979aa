import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1' });
  await server.pretendWorker();
});
afterAll(() => server[Symbol.asyncDispose]());

const AUDIO = new File(['RIFFsound'], '录音.wav', { type: 'audio/wav' });
const VIDEO = new File(['\0\0\0\x18ftypmp42'], '主播.mp4', { type: 'video/mp4' });

type Parts = [name: string, value: string | File][];
function post(path: string, parts: Parts, headers: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of parts) form.append(name, value);
  return server.call('POST', path, { raw: form, headers });
}

describe('POST /tasks', () => {
  test('takes either pair of names, in any order, with or without what is optional', async () => {
    const forms: Parts[] = [
      [
        ['audio_file', AUDIO],
        ['video_file', VIDEO],
      ],
      [
        ['video', VIDEO],
        ['audio', AUDIO],
        ['description', '第一课'],
      ],
      [
        ['description', ''],
        ['audio', AUDIO],
        ['callback_url', 'http://127.0.0.1:9/done'],
        ['video_file', VIDEO],
      ],
    ];
    for (const parts of forms) {
      const made = await post('/tasks', parts);
      expect([made.status, made.body]).toEqual([
        200,
        { task_id: expect.stringMatching(/^task_/), status: 'pending' },
      ]);
      const { body } = await server.call('GET', `/api/v1/tasks/${made.body.task_id}`);
      expect(body).toMatchObject({ type: 'lipsync', name: '录音.wav', stage: 'checking' });
    }
  });

  test('says what is missing, doubled, unknown or refused, in words that its clients read', async () => {
    const both: Parts = [
      ['audio_file', AUDIO],
      ['video_file', VIDEO],
    ];
    const tries: [Parts, RegExp][] = [
      [[['video_file', VIDEO]], /audio is needed.*audio_file/],
      [[['audio', AUDIO]], /video is needed/],
      [[...both, ['audio', AUDIO]], /audio must be given once/],
      [[...both, ['speed', '2']], /speed is not a known field/],
      [[...both, ['audio_file', 'text']], /audio_file must be a file/],
      [[...both, ['callback_url', 'http://10.0.0.1/']], /MOUTHPIECE_ALLOW_HOSTS/],
      [[...both, ['description', 'x'.repeat(4001)]], /description/],
    ];
    for (const [parts, words] of tries) {
      for (const path of ['/tasks', '/tasks/sync']) {
        const { status, body } = await post(path, parts);
        expect([path, status, body.detail]).toEqual([path, 422, expect.stringMatching(words)]);
        expect(body).toMatchObject({ error: body.detail, message: body.detail, success: false });
      }
    }
    expect((await server.call('POST', '/tasks', { body: {} })).status).toBe(415);
    expect((await server.call('POST', '/tasks', { key: 'nonsense' })).status).toBe(401);
  });

  test('creates once for an Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'dispatch-1' };
    const parts: Parts = [
      ['audio', AUDIO],
      ['video', VIDEO],
      ['description', 'a'],
    ];
    const first = await post('/tasks', parts, headers);
    const again = await post('/tasks', parts.toReversed(), headers);
    expect([again.body, again.headers.get('idempotency-replayed')]).toEqual([first.body, 'true']);
  });
});

describe('GET /tasks/ID', () => {
  test('tells status, progress, times and the description', async () => {
    const made = await post('/tasks', [
      ['audio', AUDIO],
      ['video', VIDEO],
      ['description', '第一课'],
    ]);
    const id = String(made.body.task_id);
    const { status, body } = await server.call('GET', `/tasks/${id}`);
    expect([status, body]).toEqual([
      200,
      {
        ...{ task_id: id, status: 'pending', progress: 0, result_url: null, error_message: null },
        ...{ description: '第一课', started_at: null, completed_at: null },
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    ]);
    await server.call('POST', `/api/v1/tasks/${id}/cancel`);
    expect((await server.call('GET', `/tasks/${id}`)).body).toMatchObject({
      status: 'failed',
      error_message: 'The task was cancelled',
      completed_at: expect.any(String),
    });
  });

  test('knows tasks of every other way, and none of other ids', async () => {
    const { body: speech } = await server.call('POST', '/api/v1/tasks', {
      body: { type: 'speech', input: { text: 'Hello.' } },
    });
    expect((await server.call('GET', `/tasks/${speech.id}`)).status).toBe(200);
    for (const id of ['1', 'sync', `task_${'0'.repeat(26)}`]) {
      const { status, body } = await server.call('GET', `/tasks/${id}`);
      expect([id, status, body.error]).toEqual([id, 404, expect.any(String)]);
    }
  });
});

test('its addresses answer as the API does: methods, documentation, other origins', async () => {
  const wrong = await server.call('GET', '/tasks');
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  const docs = await fetch(`${server.url}/docs`);
  expect([docs.status, docs.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/html'),
  ]);
  expect(await docs.text()).toContain('/tasks/sync');
  const preflight = await server.call('OPTIONS', '/tasks', {
    key: null,
    headers: { Origin: 'https://shop.example', 'Access-Control-Request-Method': 'POST' },
  });
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
});
