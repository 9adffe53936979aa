import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Asset, importAssetSchema } from '#/domain/asset.ts';
import type { Env } from '#/env.ts';
import { deleteAsset } from '#/services/assets/delete-asset.ts';
import { getAsset } from '#/services/assets/get-asset.ts';
import { importAsset } from '#/services/assets/import-asset.ts';
import { recoverLostImports } from '#/services/assets/recover-lost-imports.ts';
import { runImport } from '#/services/assets/run-import.ts';
import type { CallContext } from '#/services/context.ts';
import { startTestServer } from './api-server.ts';
import { createInstallation, type Installation } from './installation.ts';
import { until } from './until.ts';
import { startWorker } from './worker-process.ts';

let installation: Installation;
let files: { url: string; heard: string[]; answer: RequestListener } & AsyncDisposable;
const NEVER = new AbortController().signal;
const BYTES = Buffer.from('what the address gives');
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

beforeAll(async () => {
  files = await serveFiles();
  installation = await createInstallation({
    MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1',
    MOUTHPIECE_TIMING_RETRY_MS: '1',
  });
});
afterAll(async () => {
  await files?.[Symbol.asyncDispose]();
  await installation?.[Symbol.asyncDispose]();
});

async function serveFiles() {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(request.url ?? '');
    served.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const served = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answer: ((_, response) => response.end(BYTES)) as RequestListener,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return served;
}

const ask = (ctx: CallContext, input: object) =>
  importAsset(ctx, importAssetSchema.parse({ url: `${files.url}/a.png`, ...input }));

/** Runs the tries of this import one after the other, as workers would. */
async function run(ctx: CallContext, id: string): Promise<Asset> {
  for (let attempt = 0; attempt < 6; attempt++) {
    await runImport(ctx, { assetId: id, attempt }, NEVER);
    const asset = await getAsset(ctx, { id });
    if (asset.status !== 'uploading') return asset;
  }
  return expect.fail('the import does not end');
}

async function withLimits(limits: Partial<Env> = {}): Promise<CallContext> {
  const { ctx } = await installation.asNewKey();
  return { ...ctx, env: { ...ctx.env, ...limits } };
}

describe('an import', () => {
  test('is there at once under the name of its address, and its bytes are those given', async () => {
    const ctx = await withLimits();
    const url = `${files.url}/dir/${encodeURIComponent('讲解 一.png')}?token=1`;
    const asked = await ask(ctx, { url, sha256: SHA256.toUpperCase() });
    expect(asked).toMatchObject({ status: 'uploading', filename: '讲解 一.png', bytes: null });
    const done = await run(ctx, asked.id);
    expect(done).toMatchObject({ status: 'probing', sha256: SHA256, bytes: BYTES.length });
    expect(done).toMatchObject({ received_bytes: null, error: null });
    const chunks = await ctx.blobs.open(asked.id).toArray();
    expect(Buffer.concat(chunks)).toEqual(BYTES);
  });

  test('says how far it is while its bytes come', async () => {
    const ctx = await withLimits();
    const { promise, resolve } = Promise.withResolvers<void>();
    files.answer = async (_, response) => {
      response.writeHead(200, { 'Content-Length': BYTES.length }).write(BYTES.subarray(0, 5));
      await promise;
      response.end(BYTES.subarray(5));
    };
    const { id } = await ask(ctx, {});
    const running = run(ctx, id);
    await until(async () => {
      const { received_bytes, bytes } = await getAsset(ctx, { id });
      return received_bytes === 5 && bytes === BYTES.length;
    });
    resolve();
    expect((await running).status).toBe('probing');
  });

  test('is tried again after what may pass, and rejected at once by what does not', async () => {
    const ctx = await withLimits();
    let calls = 0;
    files.answer = (_, response) => {
      calls += 1;
      if (calls === 1) response.writeHead(503).end();
      else if (calls === 2) response.writeHead(200, { 'Content-Length': '99' }).end('short');
      else response.end(BYTES);
    };
    expect(await run(ctx, (await ask(ctx, {})).id)).toMatchObject({ status: 'probing' });
    expect(calls).toBe(3);
    calls = 0;
    files.answer = (_, response) => {
      calls += 1;
      response.writeHead(404).end();
    };
    expect(await run(ctx, (await ask(ctx, {})).id)).toMatchObject({
      status: 'rejected',
      error: { code: 'url_failed', detail: 'The address answered with status 404' },
    });
    expect(calls).toBe(1);
    files.answer = (request) => request.socket.destroy();
    expect(await run(ctx, (await ask(ctx, {})).id)).toMatchObject({
      status: 'rejected',
      error: { code: 'url_failed' },
    });
  });

  test('of other bytes than declared, of none, or of too many is rejected and stores nothing', async () => {
    files.answer = (_, response) => response.write(BYTES) && response.end();
    const ctx = await withLimits();
    const small = { MOUTHPIECE_LIMIT_VIDEO_BYTES: 9, MOUTHPIECE_LIMIT_AUDIO_BYTES: 9 };
    const cases: [CallContext, object, string][] = [
      [ctx, { sha256: '0'.repeat(64) }, 'checksum_mismatch'],
      [await withLimits({ ...small, MOUTHPIECE_LIMIT_IMAGE_BYTES: 9 }), {}, 'media_too_large'],
      [await withLimits({ MOUTHPIECE_LIMIT_STORED_BYTES: 9 }), {}, 'quota_exceeded'],
    ];
    for (const [caller, input, code] of cases) {
      const { id } = await ask(caller, input);
      const done = await run(caller, id);
      expect(done).toMatchObject({ status: 'rejected', error: { code }, url: null });
      expect(done.expires_at).not.toBeNull();
      expect(await ctx.blobs.stat(id)).toBeNull();
    }
    files.answer = (_, response) => response.end();
    const empty = await run(ctx, (await ask(ctx, {})).id);
    expect(empty).toMatchObject({ status: 'rejected', error: { code: 'media_unreadable' } });
  });

  test('counts a declared length before the bytes come', async () => {
    files.answer = (_, response) =>
      response.writeHead(200, { 'Content-Length': '1000' }).write('first');
    const ctx = await withLimits({ MOUTHPIECE_LIMIT_STORED_BYTES: 999 });
    const done = await run(ctx, (await ask(ctx, {})).id);
    expect(done).toMatchObject({ status: 'rejected', error: { code: 'quota_exceeded' } });
  });

  test('of what is not public is rejected, also behind a redirect', async () => {
    files.answer = (_, response) =>
      response.writeHead(302, { Location: 'http://127.0.0.2/metadata' }).end();
    const ctx = await withLimits();
    for (const url of ['http://[::ffff:127.0.0.2]/', 'http://0x7f000002/', `${files.url}/moved`]) {
      const done = await run(ctx, (await ask(ctx, { url })).id);
      expect(done).toMatchObject({ status: 'rejected', error: { code: 'url_refused' } });
    }
    await expect(ask(ctx, { url: 'file:///etc/passwd' })).rejects.toMatchObject({
      code: 'url_refused',
    });
  });

  test('stops when the asset is deleted', async () => {
    const ctx = await withLimits();
    const cut = Promise.withResolvers<void>();
    files.answer = (_, response) => {
      response.once('close', cut.resolve);
      response.write('some');
    };
    const { id } = await ask(ctx, {});
    const running = runImport(ctx, { assetId: id, attempt: 0 }, NEVER);
    await until(async () => (await getAsset(ctx, { id })).received_bytes === 4);
    await deleteAsset(ctx, { id });
    await cut.promise;
    await running;
    await expect(getAsset(ctx, { id })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('whose workers die is given up in the end', async () => {
    const ctx = await withLimits({ MOUTHPIECE_TIMING_LEASE_MS: 10 });
    const { id } = await ask(ctx, {});
    const lose = (attempt: number) =>
      ctx.database.pool.asset.update({
        where: { id },
        data: { attempt, leaseExpiresAt: new Date(0) },
      });
    await lose(1);
    await recoverLostImports(ctx);
    expect(await getAsset(ctx, { id })).toMatchObject({ status: 'uploading' });
    await lose(4);
    await recoverLostImports(ctx);
    expect(await getAsset(ctx, { id })).toMatchObject({
      status: 'rejected',
      error: { code: 'worker_lost' },
    });
  });
});

test('a picture from an address becomes ready in a real worker', async () => {
  const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  files.answer = (_, response) => response.end(picture);
  const ctx = await withLimits();
  const { id } = await ask(ctx, {});
  await using worker = await startWorker(installation);
  expect(worker.child.pid).toBeDefined();
  await until(async () => (await getAsset(ctx, { id })).status === 'ready', 20_000);
  expect(await getAsset(ctx, { id })).toMatchObject({ kind: 'image', width: 40, height: 30 });
});

test('over REST it answers 202 with its place, and once per idempotency key', async () => {
  await using server = await startTestServer();
  const headers = { 'Idempotency-Key': 'import-1' };
  const body = { url: 'https://files.example.org/talk.mp4' };
  const first = await server.call('POST', '/api/v1/assets/import', { body, headers });
  expect(first).toMatchObject({ status: 202, body: { status: 'uploading', filename: 'talk.mp4' } });
  expect(first.headers.get('location')).toBe(`/api/v1/assets/${first.body.id}`);
  const again = await server.call('POST', '/api/v1/assets/import', { body, headers });
  expect(again).toMatchObject({ status: 202, body: { id: first.body.id } });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const other = { body: { url: 'https://files.example.org/other.mp4' }, headers };
  expect((await server.call('POST', '/api/v1/assets/import', other)).body.code).toBe(
    'idempotency_mismatch',
  );
  for (const url of ['ftp://files.example.org/a', 'http://u:p@files.example.org/', 'a']) {
    const refused = await server.call('POST', '/api/v1/assets/import', { body: { url } });
    expect(refused).toMatchObject({ status: 422, body: { code: 'url_refused' } });
  }
});
