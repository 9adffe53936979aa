import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANONYMOUS_KEY_ID } from '#/domain/key.ts';
import { createTaskSchema } from '#/domain/task.ts';
import type { Env } from '#/env.ts';
import { beginUpload } from '#/services/assets/begin-upload.ts';
import { expireAssets } from '#/services/assets/expire-assets.ts';
import { finishUpload } from '#/services/assets/finish-upload.ts';
import { getAsset } from '#/services/assets/get-asset.ts';
import { acceptAsset } from '#/services/assets/record-probe.ts';
import type { CallContext } from '#/services/context.ts';
import { cancelTask } from '#/services/tasks/cancel-task.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { getTask } from '#/services/tasks/get-task.ts';
import { createInstallation, type Installation } from './installation.ts';
import { pretendWorker } from './pretend-worker.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await createInstallation();
  await pretendWorker(installation.ctx.database);
});
afterAll(() => installation?.[Symbol.asyncDispose]());

/** A new key of an installation with these limits. */
async function withLimits(limits: Partial<Env>): Promise<CallContext> {
  const { ctx } = await installation.asNewKey();
  return { ...ctx, env: { ...ctx.env, ...limits } };
}

const speak = (ctx: CallContext, letters: number) =>
  createTask(ctx, createTaskSchema.parse({ type: 'speech', input: { text: 'a'.repeat(letters) } }));
const animate = (ctx: CallContext, audio: string) =>
  createTask(
    ctx,
    createTaskSchema.parse({ type: 'lipsync', input: { image: 'portrait:host', audio } }),
  );

async function upload(ctx: CallContext, text = 'bytes'): Promise<string> {
  const { assetId, path } = await beginUpload(ctx, { filename: 'a.wav', bytes: text.length });
  await writeFile(path, text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  await finishUpload(ctx, { assetId, path, bytes: text.length, sha256 });
  return assetId;
}

async function accept(ctx: CallContext, id: string, durationMs: number): Promise<void> {
  const looks = { width: null, height: null, fps: null, videoCodec: null, audioCodec: 'pcm' };
  const probe = { kind: 'audio' as const, mime: 'audio/wav', durationMs, ...looks };
  await acceptAsset(ctx, { lease: { id, attempt: 0 }, bytes: 5, probe, thumbnailPath: null });
}

const countOf = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;

describe('output minutes of a day', () => {
  test('are reserved when tasks are created, however many come at once, and freed by a cancel', async () => {
    const ctx = await withLimits({ MOUTHPIECE_LIMIT_OUTPUT_MINUTES_PER_DAY: 1 });
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => speak(ctx, 300)));
    expect(countOf(outcomes)).toBe(2);
    await expect(speak(ctx, 300)).rejects.toMatchObject({
      code: 'quota_exceeded',
      retryAfterS: expect.any(Number),
    });
    const [made] = outcomes.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    await cancelTask(ctx, { id: made?.id ?? '' });
    await speak(ctx, 300);
  });

  test('are asked for once a recording is known, and the task that waited for it fails', async () => {
    const ctx = await withLimits({ MOUTHPIECE_LIMIT_OUTPUT_MINUTES_PER_DAY: 1 });
    const audio = await upload(ctx);
    const { id, stage } = await animate(ctx, audio);
    expect(stage).toBe('checking');
    await accept(ctx, audio, 90_000);
    expect((await getTask(ctx, { id })).task).toMatchObject({
      status: 'failed',
      error: { code: 'quota_exceeded' },
    });
    await expect(animate(ctx, audio)).rejects.toMatchObject({ code: 'quota_exceeded' });
  });
});

describe('stored bytes', () => {
  test('are reserved by what uploads declare, however many begin at once', async () => {
    const ctx = await withLimits({ MOUTHPIECE_LIMIT_STORED_BYTES: 1000 });
    const begin = () => beginUpload(ctx, { filename: 'a', bytes: 300 });
    expect(countOf(await Promise.allSettled([begin(), begin(), begin(), begin(), begin()]))).toBe(
      3,
    );
    await expect(begin()).rejects.toMatchObject({ code: 'quota_exceeded' });
    await beginUpload(ctx, { filename: 'small', bytes: 100 });
    await expect(speak(ctx, 5)).rejects.toMatchObject({ code: 'quota_exceeded' });
  });

  test('of one key are not those of another', async () => {
    const full = await withLimits({ MOUTHPIECE_LIMIT_STORED_BYTES: 10 });
    await beginUpload(full, { filename: 'a', bytes: 10 });
    const other = await withLimits({ MOUTHPIECE_LIMIT_STORED_BYTES: 10 });
    await beginUpload(other, { filename: 'a', bytes: 10 });
  });
});

test('a disk below its floor takes neither uploads nor tasks', async () => {
  const ctx = await withLimits({
    MOUTHPIECE_LIMIT_DISK_FLOOR_BYTES: Number.MAX_SAFE_INTEGER,
    MOUTHPIECE_LIMIT_DISK_FLOOR_PERCENT: 100,
  });
  const refused = { code: 'storage_full', retryAfterS: expect.any(Number) };
  await expect(beginUpload(ctx, { filename: 'a', bytes: 1 })).rejects.toMatchObject(refused);
  await expect(speak(ctx, 5)).rejects.toMatchObject(refused);
});

describe('files that have been kept for as long as promised', () => {
  test('say until when they are kept; those of callers without a key go sooner', async () => {
    const ctx = await withLimits({});
    const hours = async (owner: CallContext) => {
      const { expires_at } = await getAsset(owner, { id: await upload(owner) });
      return Math.round((Date.parse(expires_at ?? '') - Date.now()) / 3_600_000);
    };
    expect(await hours(ctx)).toBe(30 * 24);
    expect(await hours({ ...ctx, caller: { ...ctx.caller, keyId: ANONYMOUS_KEY_ID } })).toBe(24);
  });

  test('are removed, row and bytes, but not while a live task reads them', async () => {
    const ctx = await withLimits({ MOUTHPIECE_LIMIT_ASSET_KEEP_MS: -1 });
    const [unused, used] = [await upload(ctx), await upload(ctx)];
    for (const id of [unused, used]) await accept(ctx, id, 1000);
    const { id } = await animate(ctx, used);
    await expireAssets(ctx);
    await expect(getAsset(ctx, { id: unused })).rejects.toMatchObject({ code: 'not_found' });
    expect(await ctx.blobs.stat(unused)).toBeNull();
    expect(await getAsset(ctx, { id: used })).toMatchObject({ status: 'ready' });
    await cancelTask(ctx, { id });
    await expireAssets(ctx);
    await expect(getAsset(ctx, { id: used })).rejects.toMatchObject({ code: 'not_found' });
  });
});
