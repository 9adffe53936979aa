import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_KEY, startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ MOUTHPIECE_LIMIT_VIDEO_BYTES: '300000000' });
});
afterAll(() => server[Symbol.asyncDispose]());

const BYTES = randomBytes(300_000);
const SHA256 = createHash('sha256').update(BYTES).digest('hex');
const base64 = (text: string) => Buffer.from(text).toString('base64');

type Call = { key?: string; headers?: Record<string, string>; body?: Uint8Array };

async function tus(method: string, path: string, call: Call = {}) {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      'X-API-Key': call.key ?? ADMIN_KEY,
      'Tus-Resumable': '1.0.0',
      ...(call.body && { 'Content-Type': 'application/offset+octet-stream' }),
      ...call.headers,
    },
    ...(call.body && { body: new Uint8Array(call.body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

async function create(headers: Record<string, string> = {}, key = ADMIN_KEY): Promise<string> {
  const created = await tus('POST', '/api/v1/uploads', {
    key,
    headers: { 'Upload-Length': String(BYTES.length), ...headers },
  });
  expect(created.status).toBe(201);
  return created.headers.get('location') ?? '';
}

const idOf = (path: string) => path.split('/').at(-1) ?? '';
const send = (path: string, from: number, options: { to?: number; key?: string } = {}) =>
  tus('PATCH', path, {
    ...options,
    headers: { 'Upload-Offset': String(from) },
    body: BYTES.subarray(from, options.to),
  });

test('a call that is repeated by its key goes on with the same upload', async () => {
  const once = { 'Idempotency-Key': 'begin-once' };
  const path = await create(once);
  expect((await send(path, 0, { to: 100_000 })).status).toBe(204);
  const again = await tus('POST', '/api/v1/uploads', {
    headers: { 'Upload-Length': String(BYTES.length), ...once },
  });
  const { status, headers } = again;
  expect([status, headers.get('location'), headers.get('idempotency-replayed')]).toEqual([
    ...[201, path, 'true'],
  ]);
  expect((await tus('HEAD', path)).headers.get('upload-offset')).toBe('100000');
  const other = await tus('POST', '/api/v1/uploads', {
    headers: { 'Upload-Length': '7', ...once },
  });
  expect(other.status).toBe(422);
  const refused = { 'Upload-Length': String(2 ** 40), 'Idempotency-Key': 'too-large' };
  for (let i = 0; i < 2; i++) {
    expect((await tus('POST', '/api/v1/uploads', { headers: refused })).status).toBe(413);
  }
});

describe('resumable uploads', () => {
  test('go on after a restart of the server and become an asset with the id of the upload', async () => {
    const path = await create({
      'Upload-Metadata': `filename ${base64('聲音.wav')},filetype ${base64('audio/wav')},sha256 ${base64(SHA256)}`,
    });
    expect(path).toMatch(/^\/api\/v1\/uploads\/asset_[0-9a-z]{26}$/);
    const first = await send(path, 0, { to: 120_000 });
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '120000']);
    expect(first.headers.get('upload-expires')).not.toBeNull();
    await server.restart();
    const head = await tus('HEAD', path);
    expect([head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual([
      '120000',
      '300000',
    ]);
    const last = await send(path, 120_000);
    expect([last.status, last.headers.get('asset-id')]).toEqual([204, idOf(path)]);
    const asset = await server.call('GET', `/api/v1/assets/${idOf(path)}`);
    expect(asset.body).toMatchObject({
      status: 'probing',
      filename: '聲音.wav',
      sha256: SHA256,
      bytes: 300_000,
    });
  });

  test('a client that missed the last answer learns that all bytes are here', async () => {
    const path = await create();
    await send(path, 0);
    const head = await tus('HEAD', path);
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, '300000']);
    expect((await send(path, 0)).status).toBe(409);
    expect((await tus('DELETE', path)).status).toBe(409);
  });

  test('a process that died before the end of the upload is made up for by whoever asks', async () => {
    const path = await create();
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(server.folder, 'uploads', idOf(path)), BYTES);
    const heads = await Promise.all([tus('HEAD', path), tus('HEAD', path), tus('HEAD', path)]);
    expect(heads.map(({ status }) => status)).toEqual([200, 200, 200]);
    const asset = await server.call('GET', `/api/v1/assets/${idOf(path)}`);
    expect(asset.body).toMatchObject({ status: 'probing', sha256: SHA256 });
  });

  test('the hash is that of the file, whoever wrote which part of it', async () => {
    const path = await create();
    const { appendFile } = await import('node:fs/promises');
    await send(path, 0, { to: 100_000 });
    await appendFile(join(server.folder, 'uploads', idOf(path)), BYTES.subarray(100_000, 200_000));
    const last = await send(path, 200_000);
    const id = last.headers.get('asset-id');
    expect((await server.call('GET', `/api/v1/assets/${id}`)).body.sha256).toBe(SHA256);
    const parts = await create();
    await send(parts, 0, { to: 100_000 });
    await send(parts, 100_000);
    const whole = await server.call('GET', `/api/v1/assets/${idOf(parts)}`);
    expect(whole.body.sha256).toBe(SHA256);
  });

  test('a page of another origin may read what every transport lets it read', async () => {
    const { headers } = await tus('POST', '/api/v1/uploads', {
      headers: { 'Upload-Length': '5', Origin: 'https://shop.example' },
    });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-expose-headers')).toMatch(/Asset-Id.*RateLimit/);
  });

  test('creation can carry the bytes', async () => {
    const made = await tus('POST', '/api/v1/uploads', {
      headers: { 'Upload-Length': String(BYTES.length) },
      body: BYTES,
    });
    expect([made.status, made.headers.get('upload-offset')]).toEqual([201, '300000']);
    const id = idOf(made.headers.get('location') ?? '');
    expect((await server.call('GET', `/api/v1/assets/${id}`)).body.sha256).toBe(SHA256);
  });

  test('bytes that are not what was declared are refused and forgotten', async () => {
    const path = await create({ 'Upload-Metadata': `sha256 ${base64('0'.repeat(64))}` });
    const last = await send(path, 0);
    expect(last.status).toBe(422);
    expect(last.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.parse(last.text)).toMatchObject({ code: 'checksum_mismatch', status: 422 });
    expect((await tus('HEAD', path)).status).toBe(404);
    const left = await readdir(join(server.folder, 'uploads'));
    expect(left.filter((name) => name.startsWith(idOf(path)))).toEqual([]);
  });

  test('an abandoned upload is gone with its bytes', async () => {
    const path = await create();
    await send(path, 0, { to: 1000 });
    expect((await tus('DELETE', path)).status).toBe(204);
    expect((await tus('HEAD', path)).status).toBe(404);
    expect((await send(path, 1000)).status).toBe(404);
    const left = await readdir(join(server.folder, 'uploads'));
    expect(left.filter((name) => name.startsWith(idOf(path)))).toEqual([]);
  });

  test('another key cannot see, extend or end an upload', async () => {
    const [mine, theirs] = [await server.createKey(), await server.createKey()];
    const path = await create({}, mine);
    expect((await tus('HEAD', path, { key: theirs })).status).toBe(404);
    expect((await send(path, 0, { to: 10, key: theirs })).status).toBe(404);
    expect((await tus('DELETE', path, { key: theirs })).status).toBe(404);
    expect((await send(path, 0, { key: mine })).status).toBe(204);
  });

  test('errors are problems, with the status that the protocol wants', async () => {
    const path = await create();
    const readOnly = await server.createKey(['read']);
    const cases: [number, Promise<{ status: number; headers: Headers; text: string }>][] = [
      [401, tus('POST', '/api/v1/uploads', { key: 'wrong' })],
      [403, tus('POST', '/api/v1/uploads', { key: readOnly, headers: { 'Upload-Length': '1' } })],
      [400, tus('POST', '/api/v1/uploads')],
      [413, tus('POST', '/api/v1/uploads', { headers: { 'Upload-Length': '300000001' } })],
      [400, tus('POST', '/api/v1/uploads', { headers: { 'Upload-Length': '-1' } })],
      [
        400,
        tus('POST', '/api/v1/uploads', {
          headers: { 'Upload-Length': '5', 'Upload-Metadata': `sha256 ${base64('short')}` },
        }),
      ],
      [412, tus('HEAD', path, { headers: { 'Tus-Resumable': '' } })],
      [409, send(path, 5)],
      [
        404,
        tus('PATCH', '/api/v1/uploads/..%2f..%2fetc', {
          headers: { 'Upload-Offset': '0' },
          body: BYTES,
        }),
      ],
      [405, tus('GET', path)],
      [405, tus('GET', '/api/v1/uploads')],
    ];
    for (const [status, call] of cases) {
      const answer = await call;
      expect([status, answer.status]).toEqual([status, status]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      if (answer.text) expect(JSON.parse(answer.text).status).toBe(status);
    }
  });

  test('OPTIONS tells what the server can do, without a key', async () => {
    const answer = await fetch(`${server.url}/api/v1/uploads`, { method: 'OPTIONS' });
    expect(answer.status).toBe(204);
    const extensions = answer.headers.get('tus-extension')?.split(',') ?? [];
    for (const name of ['creation', 'creation-with-upload', 'termination', 'expiration']) {
      expect(extensions).toContain(name);
    }
    expect(answer.headers.get('tus-max-size')).toBe('300000000');
  });

  test('an official client uploads in parts', async () => {
    const url = await new Promise<string>((resolve, reject) => {
      const upload = new Upload(BYTES, {
        endpoint: `${server.url}/api/v1/uploads`,
        headers: { Authorization: `Bearer ${ADMIN_KEY}` },
        chunkSize: 100_000,
        metadata: { filename: 'client.mp4' },
        onSuccess: () => resolve(upload.url ?? ''),
        onError: reject,
      });
      upload.start();
    });
    const asset = await server.call('GET', `/api/v1/assets/${idOf(url)}`);
    expect(asset.body).toMatchObject({ filename: 'client.mp4', sha256: SHA256 });
  });

  test('what is not finished in time is swept, row and bytes', async () => {
    const path = await create();
    await send(path, 0, { to: 1000 });
    const { expireUploads } = await import('#/services/assets/expire-uploads.ts');
    const app = {
      ...server.app,
      env: { ...server.app.env, MOUTHPIECE_LIMIT_UPLOAD_EXPIRY_MS: -60_000 },
    };
    await expireUploads(app);
    expect((await tus('HEAD', path)).status).toBe(404);
    expect(await readdir(join(server.folder, 'uploads'))).toEqual([]);
  });
});
