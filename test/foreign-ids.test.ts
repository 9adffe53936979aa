import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, routes } from '#/api/rest/routes.ts';
import { type CallOptions, startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
let mine: string;
let keyId: string;
let theirs: string;
beforeAll(async () => {
  server = await startTestServer({ MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1' });
  await server.pretendWorker();
  const made = await server.call('POST', '/api/v1/keys', { body: { name: 'mine' } });
  [mine, keyId] = [String(made.body.secret), String(made.body.id)];
  theirs = await server.createKey();
});
afterAll(() => server[Symbol.asyncDispose]());

const speech = { type: 'speech', input: { text: 'mine' } };

/** One thing of each kind that belongs to `mine`, by the first part of the addresses that name it. */
async function ownThings(): Promise<Record<string, string>> {
  const make = async (path: string, options: CallOptions) => {
    const { status, body } = await server.call('POST', path, { key: mine, ...options });
    expect([path, status < 300]).toEqual([path, true]);
    return String(body.id ?? body.upload_id);
  };
  const form = new FormData();
  form.append('file', new File(['bytes'], 'mine.png'));
  const webhooks = await make('/api/v1/webhooks', { body: { url: 'http://127.0.0.1:9/mine' } });
  return {
    ...{ keys: keyId, webhooks },
    deliveries: await make(`/api/v1/webhooks/${webhooks}/test`, {}),
    tasks: await make('/api/v1/tasks', { body: speech }),
    assets: await make('/api/v1/assets', { raw: form }),
    batches: await make('/api/v1/batches', { body: { tasks: [speech] } }),
    upload: await make('/api/v1/upload/init', { body: { filename: 'mine.mp4', size: 100 } }),
  };
}

const resourceOf = (address: string) =>
  /^(?:\/api\/v1)?\/([a-z-]+)\/\{id\}/.exec(address)?.[1] ?? '';

test('what another key made does not exist, on every route that names anything', async () => {
  const things = await ownThings();
  const addressed = routes.filter((route) => /\{/.test(route.path) && route.access !== 'admin');
  expect(addressed.length).toBeGreaterThanOrEqual(18);
  for (const route of addressed) {
    const address = addressOf(route);
    const id = things[resourceOf(address)];
    expect(id, `nothing here for ${address} to name: add it to this test`).toBeDefined();
    const query = route.access === 'link' ? '?exp=9999999999&sig=forged' : '';
    const path = address.replace('{id}', id ?? '').replace(/\{\w+\}/g, '1') + query;
    const call = (key: string) =>
      server.call(route.method.toUpperCase(), path, {
        key,
        ...(route.schemas.body && { body: route.example?.body ?? {} }),
      });
    const answer = await call(theirs);
    expect([route.id, answer.status, answer.body.code]).toEqual([route.id, 404, 'not_found']);
    expect(JSON.stringify(answer.body)).not.toContain('mine');
  }
  for (const [name, id] of Object.entries(things)) {
    const path = `/api/v1/${name}/${id}`;
    const own = await server.call('GET', path, { key: mine });
    expect([path, own.status]).toEqual([path, name === 'keys' ? 403 : 200]);
    expect([path, (await server.call('GET', path)).status]).toEqual([path, 200]);
  }
});

test('nor in bodies, lists, procedures and resumable uploads', async () => {
  const { tasks, assets, batches, upload } = await ownThings();
  for (const name of ['tasks', 'assets']) {
    const listed = await server.call('GET', `/api/v1/${name}`, { key: theirs });
    expect(listed.body.data).toEqual([]);
  }
  for (const [procedure, id] of Object.entries({
    'tasks.get': tasks,
    'assets.get': assets,
    'batches.get': batches,
  })) {
    const input = encodeURIComponent(JSON.stringify({ id }));
    const path = `/api/trpc/${procedure}?input=${input}`;
    expect([path, (await server.call('GET', path, { key: theirs })).status]).toEqual([path, 404]);
  }
  const borrowed = await server.call('POST', '/api/v1/tasks', {
    key: theirs,
    body: { type: 'lipsync', input: { image: 'portrait:host', audio: assets } },
  });
  expect([borrowed.status, borrowed.body.errors?.[0]?.pointer]).toEqual([422, '/input/audio']);
  const path = `/uploads/audio/${assets}.wav`;
  const generate = await server.call('POST', '/api/v1/generate', {
    key: theirs,
    body: { audio_path: path, video_path: path },
  });
  expect(generate.status).toBe(422);
  const changed = await server.call('POST', '/api/v1/tasks/bulk', {
    key: theirs,
    body: { action: 'delete', ids: [tasks] },
  });
  expect(changed.body.data).toMatchObject([{ deleted: false, error: { code: 'not_found' } }]);

  const chunk = new FormData();
  for (const [name, value] of Object.entries({ upload_id: upload, index: '0' })) {
    chunk.append(name, value ?? '');
  }
  chunk.append('chunk', new File([new Uint8Array(100)], 'chunk'));
  const sent = await server.call('POST', '/api/v1/upload/chunk', { key: theirs, raw: chunk });
  expect([sent.status, sent.body.code]).toEqual([404, 'not_found']);
  const done = await server.call('POST', '/api/v1/upload/complete', {
    key: theirs,
    body: { upload_id: upload },
  });
  expect([done.status, done.body.code]).toEqual([404, 'not_found']);
  for (const [method, id] of [
    ['HEAD', assets],
    ['DELETE', assets],
    ['HEAD', upload],
  ]) {
    const response = await fetch(`${server.url}/api/v1/uploads/${id}`, {
      method: method ?? '',
      headers: { 'X-API-Key': theirs, 'Tus-Resumable': '1.0.0' },
    });
    expect([method, response.status]).toEqual([method, 404]);
  }
});
