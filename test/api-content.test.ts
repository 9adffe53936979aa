import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMIN_KEY, eventually, startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    MOUTHPIECE_LIMIT_VIDEO_BYTES: '60000000',
    MOUTHPIECE_LIMIT_AUDIO_BYTES: '60000000',
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const BYTES = randomBytes(1000);

async function upload(filename: string, bytes: Uint8Array = BYTES) {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(bytes)], filename));
  const made = await server.call('POST', '/api/v1/assets', { raw: form });
  expect(made.status).toBe(201);
  return made.body as { id: string; sha256: string; bytes: number; status: string };
}

/** Uploads, and says of the asset what a worker's probe would. */
async function readyAsset(filename: string, mime: string) {
  const { id } = await upload(filename);
  const { acceptAsset } = await import('#/services/assets/record-probe.ts');
  const probe = {
    kind: 'image' as const,
    mime,
    durationMs: null,
    width: 10,
    height: 10,
    fps: null,
    videoCodec: null,
    audioCodec: null,
  };
  const lease = { id, attempt: 0 };
  await acceptAsset(server.app, { lease, bytes: BYTES.length, probe, thumbnailPath: null });
  return id;
}

async function download(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(server.url + path, {
    method,
    headers: { 'X-API-Key': ADMIN_KEY, ...headers },
  });
  return {
    status: response.status,
    headers: response.headers,
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

describe('multipart uploads', () => {
  test('the bytes become an asset with their hash, whatever order the parts come in', async () => {
    const { createHash } = await import('node:crypto');
    const sha256 = createHash('sha256').update(BYTES).digest('hex');
    for (const order of [
      ['sha256', 'file'],
      ['file', 'sha256'],
    ]) {
      const form = new FormData();
      for (const name of order) {
        if (name === 'file') form.append('file', new File([new Uint8Array(BYTES)], '图像 1.png'));
        else form.append('sha256', sha256.toUpperCase());
      }
      const { status, body, headers } = await server.call('POST', '/api/v1/assets', { raw: form });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        status: 'probing',
        sha256,
        bytes: 1000,
        filename: '图像 1.png',
      });
      expect(headers.get('location')).toBe(`/api/v1/assets/${body.id}`);
    }
  });

  test('a wrong hash, no file, two files, an unknown field or no form are refused and leave nothing', async () => {
    const before = await server.call('GET', '/api/v1/assets?limit=100');
    const file = () => new File([new Uint8Array(BYTES)], 'a.png');
    const forms: [number, [string, string | File][]][] = [
      [
        422,
        [
          ['file', file()],
          ['sha256', '0'.repeat(64)],
        ],
      ],
      [
        400,
        [
          ['file', file()],
          ['sha256', 'nonsense'],
        ],
      ],
      [422, [['sha256', '0'.repeat(64)]]],
      [
        422,
        [
          ['file', file()],
          ['file', file()],
        ],
      ],
      [
        422,
        [
          ['file', file()],
          ['colour', 'red'],
        ],
      ],
      [422, [['picture', file()]]],
      [400, [['file', new File([], 'empty.png')]]],
    ];
    for (const [status, parts] of forms) {
      const form = new FormData();
      for (const [name, value] of parts) form.append(name, value);
      const answer = await server.call('POST', '/api/v1/assets', { raw: form });
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect([parts.map(([name]) => name), answer.status]).toEqual([
        parts.map(([name]) => name),
        status,
      ]);
    }
    expect((await server.call('POST', '/api/v1/assets', { body: {} })).status).toBe(415);
    const headers = { 'Content-Type': 'multipart/form-data' };
    expect((await server.call('POST', '/api/v1/assets', { raw: 'x', headers })).status).toBe(400);
    expect((await server.call('GET', '/api/v1/assets?limit=100')).body).toEqual(before.body);
    expect(await readdir(join(server.folder, 'uploads'))).toEqual([]);
  });

  test('too many bytes are refused while they come, whether announced or not', async () => {
    const big = Buffer.alloc(61_000_000);
    const form = new FormData();
    form.append('file', new File([big], 'big.mp4'));
    const announced = await server.call('POST', '/api/v1/assets', { raw: form });
    expect(announced).toMatchObject({
      status: 413,
      body: { success: false, code: 'payload_too_large' },
    });
    const streamed = await new Promise<number>((resolve, reject) => {
      const call = request(`${server.url}/api/v1/assets`, {
        method: 'POST',
        headers: { 'X-API-Key': ADMIN_KEY, 'Content-Type': 'multipart/form-data; boundary=x' },
      });
      call.on('response', (response) => resolve(response.statusCode ?? 0));
      call.on('error', reject);
      call.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n');
      call.write(big);
    });
    expect(streamed).toBe(413);
    expect(await readdir(join(server.folder, 'uploads'))).toEqual([]);
  });

  test('an aborted upload leaves nothing', async () => {
    const uploads = join(server.folder, 'uploads');
    const call = request(`${server.url}/api/v1/assets`, {
      method: 'POST',
      headers: { 'X-API-Key': ADMIN_KEY, 'Content-Type': 'multipart/form-data; boundary=x' },
    });
    call.on('error', () => {});
    call.write('--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n');
    call.write(Buffer.alloc(200_000));
    await eventually(async () => (await readdir(uploads)).length === 1);
    call.destroy();
    await eventually(async () => (await readdir(uploads)).length === 0);
  });

  test('an idempotency key makes the same file one asset', async () => {
    const send = () => {
      const form = new FormData();
      form.append('file', new File(['same bytes'], 'a.wav'));
      const headers = { 'Idempotency-Key': 'upload-1' };
      return server.call('POST', '/api/v1/assets', { raw: form, headers });
    };
    const [first, again] = [await send(), await send()];
    expect(again.body.id).toBe(first.body.id);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await readdir(join(server.folder, 'uploads'))).toEqual([]);
  });
});

describe('the bytes of an asset', () => {
  let path: string;
  beforeAll(async () => {
    path = `/api/v1/assets/${await readyAsset('Ünï (1).png', 'image/png')}/content`;
  });

  test('come whole, with a name, a strong tag and no sniffing', async () => {
    const whole = await download(path);
    expect(whole.status).toBe(200);
    expect(whole.bytes.equals(BYTES)).toBe(true);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-length': '1000',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      'content-disposition': `inline; filename="_n_ (1).png"; filename*=UTF-8''%C3%9Cn%C3%AF%20%281%29.png`,
    });
    const saved = await download(`${path}?download=1`);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  test.each([
    ['bytes=0-99', 206, 0, 99],
    ['bytes=990-', 206, 990, 999],
    ['bytes=-10', 206, 990, 999],
    ['bytes=900-5000', 206, 900, 999],
    ['bytes=0-0,5-6', 200, 0, 999],
    ['bytes=9-1', 200, 0, 999],
    ['lines=1-2', 200, 0, 999],
  ])('Range %s answers %i', async (range, status, ...[start = 0, end = 0]) => {
    const part = await download(path, { Range: range });
    expect(part.status).toBe(status);
    expect(part.bytes.equals(BYTES.subarray(start, end + 1))).toBe(true);
    const contentRange = status === 206 ? `bytes ${start}-${end}/1000` : null;
    expect(part.headers.get('content-range')).toBe(contentRange);
  });

  test('an unsatisfiable range is 416 with the size', async () => {
    const none = await download(path, { Range: 'bytes=1000-' });
    expect(none.status).toBe(416);
    expect(none.headers.get('content-range')).toBe('bytes */1000');
    expect(JSON.parse(none.bytes.toString())).toMatchObject({ code: 'range_not_satisfiable' });
  });

  test('HEAD, If-None-Match and If-Range do as RFC 9110 says', async () => {
    const head = await download(path, {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), head.bytes.length]).toEqual([
      200,
      '1000',
      0,
    ]);
    const tag = head.headers.get('etag') ?? '';
    expect((await download(path, { 'If-None-Match': tag })).status).toBe(304);
    expect((await download(path, { Range: 'bytes=0-9', 'If-Range': tag })).status).toBe(206);
    expect((await download(path, { Range: 'bytes=0-9', 'If-Range': '"old"' })).status).toBe(200);
  });

  test('a signed link opens without a header; a forged, expired or foreign one does not exist', async () => {
    const id = path.split('/')[4];
    const { body } = await server.call('GET', `/api/v1/assets/${id}`);
    const link = String(body.url);
    const open = async (url: string) =>
      (await fetch(server.url + url, { headers: { Origin: 'https://elsewhere.example' } })).status;
    expect(await open(link)).toBe(200);
    expect(await open(link.replace(/sig=.{4}/, 'sig=AAAA'))).toBe(404);
    const past = String(Math.floor(Date.now() / 1000) - 10);
    expect(await open(link.replace(/exp=\d+/, `exp=${past}`))).toBe(404);
    const { createLinkSigner } = await import('#/services/links.ts');
    const { getSecret } = await import('#/data/secrets.ts');
    const secret = await getSecret(server.app.database.pool, 'link-signing');
    const twoDaysAgo = createLinkSigner(secret, () => Date.now() - 48 * 3_600_000);
    expect(await open(twoDaysAgo.sign(path))).toBe(404);
    const other = `/api/v1/assets/${await readyAsset('b.png', 'image/png')}/content`;
    expect(await open(other + link.slice(link.indexOf('?')))).toBe(404);
    expect(await open(path)).toBe(401);
  });

  test('what a browser could run is only downloaded', async () => {
    for (const mime of ['text/html', 'image/svg+xml', 'application/pdf']) {
      const id = await readyAsset('page', mime);
      const { headers } = await download(`/api/v1/assets/${id}/content`);
      expect(headers.get('content-type')).toBe('application/octet-stream');
      expect(headers.get('content-disposition')).toMatch(/^attachment/);
    }
  });

  test('an asset that is not ready yet says so', async () => {
    const { id } = await upload('new.png');
    expect((await download(`/api/v1/assets/${id}/content`)).status).toBe(409);
  });
});
