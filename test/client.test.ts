import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, openAsBlob } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Mouthpiece, MouthpieceError, type Task } from '#/client/node.ts';
import { ADMIN_KEY, startTestServer, type TestServer } from './api-server.ts';
import { type BreakingProxy, startBreakingProxy } from './breaking-proxy.ts';

const MB = 1024 * 1024;
const SPEECH = { type: 'speech', input: { text: 'Hello.' } } as const;

let server: TestServer;
let proxy: BreakingProxy;
let folder: string;
let mouthpiece: Mouthpiece;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
  proxy = await startBreakingProxy(() => server.url);
  folder = await mkdtemp(join(tmpdir(), 'mouthpiece-client-'));
  mouthpiece = new Mouthpiece({ url: proxy.url, key: ADMIN_KEY, patienceMs: 15_000 });
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MouthpieceError);
  return (error as MouthpieceError).code;
}

describe('upload', () => {
  test('of a path goes on after broken connections, and every byte arrives once', async () => {
    const bytes = randomBytes(20 * MB);
    const path = join(folder, 'voice.wav');
    await writeFile(path, bytes);
    const told: number[] = [];
    proxy.breakAfter('client', [3 * MB, 2 * MB]);
    const asset = await mouthpiece.upload(path, { onProgress: (sent) => told.push(sent) });
    expect(proxy.broken).toBe(2);
    expect(asset).toMatchObject({
      filename: 'voice.wav',
      bytes: bytes.length,
      sha256: sha256(bytes),
    });
    expect(told.at(-1)).toBe(bytes.length);
  });

  test('of a stream, whose length nobody knows, survives the same', async () => {
    const bytes = randomBytes(9 * MB);
    const pieces = Array.from({ length: 9 }, (_, i) => bytes.subarray(i * MB, (i + 1) * MB));
    proxy.breakAfter('client', [2 * MB]);
    const asset = await mouthpiece.upload(Readable.from(pieces), { filename: 'a.wav' });
    expect(proxy.broken).toBe(1);
    expect(asset.sha256).toBe(sha256(bytes));
  });

  test('of a Blob keeps its name', async () => {
    const path = join(folder, 'small.bin');
    await writeFile(path, 'some bytes');
    const asset = await mouthpiece.upload(await openAsBlob(path), { filename: '声音.wav' });
    expect([asset.filename, asset.bytes]).toEqual(['声音.wav', 10]);
    const file = new File(['abc'], 'own.wav');
    expect((await mouthpiece.upload(file)).filename).toBe('own.wav');
  });

  test('that is aborted leaves nothing on the server', async () => {
    const stop = new AbortController();
    const endless = Readable.from(
      (function* () {
        for (;;) yield randomBytes(MB);
      })(),
    );
    const sending = mouthpiece.upload(endless, {
      filename: 'aborted.wav',
      onProgress: (sent) => sent > 9 * MB && stop.abort(new Error('enough')),
      signal: stop.signal,
    });
    await expect(sending).rejects.toThrow('enough');
    await expect
      .poll(async () => {
        const { data } = await mouthpiece.api.assets.list.query({ limit: 100 });
        return data.some(({ filename }) => filename === 'aborted.wav');
      })
      .toBe(false);
  });

  test('ends at once with the error of its own source', async () => {
    const broken = Readable.from(
      (async function* () {
        yield randomBytes(MB);
        throw new Error('the disk is broken');
      })(),
    );
    await expect(mouthpiece.upload(broken)).rejects.toThrow('the disk is broken');
    await expect(mouthpiece.upload(join(folder, 'none.wav'))).rejects.toThrow('ENOENT');
  });

  test('says why it is refused', async () => {
    const stranger = new Mouthpiece({ url: server.url, key: 'mp_live_nobody-has-this-key' });
    expect(await codeOf(stranger.upload(new Blob(['a'])))).toBe('unauthorized');
    expect(await codeOf(mouthpiece.upload(new Blob([])))).toMatch(/invalid|validation|media/);
  });
});

describe('download', () => {
  const bytes = randomBytes(6 * MB);
  let id: string;
  beforeAll(async () => {
    const asset = await mouthpiece.upload(new Blob([bytes]), { filename: 'b.wav' });
    id = asset.id;
    await server.app.database.pool.asset.update({ where: { id }, data: { status: 'ready' } });
  });

  test('to a path asks for the rest after broken connections', async () => {
    const path = join(folder, 'down', 'b.wav');
    proxy.breakAfter('server', [2 * MB, MB]);
    const told: number[] = [];
    await mouthpiece.download(id, path, { onProgress: (received) => told.push(received) });
    expect(proxy.broken).toBe(2);
    expect(sha256(await readFile(path))).toBe(sha256(bytes));
    expect(told.at(-1)).toBe(bytes.length);
    expect(await readdir(join(folder, 'down'))).toEqual(['b.wav']);
  });

  test('goes on with what an earlier run left, and never leaves wrong bytes at the place', async () => {
    const path = join(folder, 'again.wav');
    await writeFile(`${path}.${id}.part`, bytes.subarray(0, 4 * MB));
    const told: number[] = [];
    await mouthpiece.download(id, path, { onProgress: (received) => told.push(received) });
    expect(told[0]).toBeGreaterThan(4 * MB);
    expect(sha256(await readFile(path))).toBe(sha256(bytes));

    const wrong = join(folder, 'wrong.wav');
    await writeFile(`${wrong}.${id}.part`, randomBytes(MB));
    expect(await codeOf(mouthpiece.download(id, wrong))).toBe('corrupt');
    expect(await readdir(folder)).not.toContain('wrong.wav');
    await mouthpiece.download(id, wrong);
    expect(sha256(await readFile(wrong))).toBe(sha256(bytes));
  });

  test('to streams and to memory gives the same bytes', async () => {
    const path = join(folder, 'stream.wav');
    proxy.breakAfter('server', [2 * MB]);
    await mouthpiece.download(id, createWriteStream(path));
    expect(sha256(await readFile(path))).toBe(sha256(bytes));
    const chunks: Uint8Array[] = [];
    await mouthpiece.download(
      id,
      new WritableStream({ write: (chunk) => void chunks.push(chunk) }),
    );
    expect(sha256(Buffer.concat(chunks))).toBe(sha256(bytes));
    const blob = await mouthpiece.download(id);
    expect(sha256(new Uint8Array(await blob.arrayBuffer()))).toBe(sha256(bytes));
  });

  test('of what is not there says so', async () => {
    expect(await codeOf(mouthpiece.download('asset_00000000000000000000000000'))).toBe('not_found');
  });
});

describe('make and wait', () => {
  test('create one task although the answer to the creation was lost', async () => {
    const stop = new AbortController();
    proxy.breakAfter('server', [0]);
    const metadata = { order: 'lost-answer' };
    const made = mouthpiece.make(
      { ...SPEECH, metadata },
      { signal: stop.signal, onProgress: () => stop.abort(new Error('seen')) },
    );
    await expect(made).rejects.toThrow('seen');
    expect(proxy.broken).toBe(1);
    const { data } = await mouthpiece.api.tasks.list.query({ limit: 100 });
    expect(data.filter((task) => task.metadata.order === 'lost-answer')).toHaveLength(1);
  });

  test('outlive a restart of the server, and say that a task was cancelled', async () => {
    const { id } = await mouthpiece.api.tasks.create.mutate(SPEECH);
    const seen: Task[] = [];
    const first = Promise.withResolvers<void>();
    const waiting = mouthpiece.wait(id, {
      onProgress(task) {
        seen.push(task);
        first.resolve();
      },
    });
    const ended = codeOf(waiting);
    await first.promise;
    await server.restart();
    await mouthpiece.api.tasks.cancel.mutate({ id });
    expect(await ended).toBe('cancelled');
    expect(seen.at(-1)?.status).toBe('cancelled');
  });

  test('throw what the server says of a request, with the field', async () => {
    const refused = mouthpiece.make({ ...SPEECH, options: { fps: 30 } });
    const error = await refused.catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      code: 'unsupported_option',
      status: 422,
      retryable: false,
      fields: [{ pointer: '/options/fps' }],
    });
    expect(await codeOf(mouthpiece.wait('task_00000000000000000000000000'))).toBe('not_found');
    expect(
      await codeOf(mouthpiece.api.tasks.get.query({ id: 'task_00000000000000000000000000' })),
    ).toBe('not_found');
  });

  test('give up when nobody answers for longer than patience', async () => {
    const alone = new Mouthpiece({ url: 'http://127.0.0.1:9', patienceMs: 300 });
    expect(await codeOf(alone.make(SPEECH))).toBe('network');
    expect(await codeOf(alone.upload(new Blob(['a'])))).toBe('network');
    expect(await codeOf(alone.api.voices.list.query())).toBe('network');
  });
});
