import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { type CreateTaskInput, createTaskSchema, isEnded, type Task } from '#/domain/task.ts';
import { beginUpload } from '#/services/assets/begin-upload.ts';
import { finishUpload } from '#/services/assets/finish-upload.ts';
import { getAsset } from '#/services/assets/get-asset.ts';
import { openAssetContent } from '#/services/assets/open-asset-content.ts';
import { sha256OfFile } from '#/services/assets/sha256-of-file.ts';
import type { CallContext } from '#/services/context.ts';
import { cancelTask } from '#/services/tasks/cancel-task.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { deleteTask } from '#/services/tasks/delete-task.ts';
import { getTask } from '#/services/tasks/get-task.ts';
import { retryTask } from '#/services/tasks/retry-task.ts';
import { watchTask } from '#/services/tasks/watch-task.ts';
import { readAigcLabel } from '../worker/media/aigc.ts';
import { DEFAULT_MEDIA_LIMITS } from '../worker/media/limits.ts';
import { probeMedia } from '../worker/media/probe.ts';
import { installationWithWorker } from './installation-with-worker.ts';
import { until } from './until.ts';

const SHORT = 'Hello.';
const LONG = 'The quick brown fox jumps over the lazy dog, again and again. '.repeat(40);

const installation = installationWithWorker();

function create(ctx: CallContext, request: CreateTaskInput): Promise<Task> {
  return createTask(ctx, createTaskSchema.parse(request));
}

const talk = (text: string): CreateTaskInput => ({
  type: 'digital_human',
  input: { speech_text: text, image: 'portrait:host' },
  options: { resolution: '360p' },
});

function ended(ctx: CallContext, id: string): Promise<Task> {
  return until(async () => {
    const { task } = await getTask(ctx, { id });
    return isEnded(task.status) && task;
  });
}

const rendering = (ctx: CallContext, id: string) =>
  until(async () => (await getTask(ctx, { id })).task.stage === 'rendering');

/** Begins an upload; what it returns ends it. */
async function beginBytes(ctx: CallContext, filename: string, bytes: Uint8Array) {
  const { assetId, path } = await beginUpload(ctx, { filename, bytes: bytes.length });
  await writeFile(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const finish = () => finishUpload(ctx, { assetId, path, bytes: bytes.length, sha256 });
  return { assetId, finish };
}

async function uploadBytes(ctx: CallContext, filename: string, bytes: Uint8Array): Promise<string> {
  const { assetId, finish } = await beginBytes(ctx, filename, bytes);
  await finish();
  return assetId;
}

async function saveContent(id: string, name: string): Promise<string> {
  const { ctx } = installation;
  const path = join(installation.dataDir, name);
  const content = await openAssetContent(ctx, { id, part: 'content', caller: ctx.caller });
  await pipeline(content.open(), createWriteStream(path));
  return path;
}

describe('a task that goes well', () => {
  test('text and a portrait become a labelled video whose hash and length are on record', async () => {
    const { ctx } = installation;
    const made = await create(ctx, talk(SHORT));
    const task = await ended(ctx, made.id);
    expect(task).toMatchObject({
      status: 'completed',
      stage: 'done',
      progress: 1,
      attempts: 1,
      engine: 'builtin-lips',
    });
    const { output } = task;
    if (!output) throw new Error('no output');
    expect(output.words?.map(({ text }) => text)).toEqual(['Hello']);
    const path = await saveContent(output.asset_id, 'result.mp4');
    expect(await sha256OfFile(path)).toBe(output.sha256);
    const probe = await probeMedia(path, DEFAULT_MEDIA_LIMITS);
    expect(probe).toMatchObject({
      videoCodec: 'h264',
      audioCodec: 'aac',
      width: 360,
      height: 360,
      fps: 25,
    });
    expect(readAigcLabel(path)).toMatchObject({ Label: '1', ProduceID: task.id });
  });

  test('progress never falls, has many values, and is 1 only when the file is published', async () => {
    const { ctx } = installation;
    const { id } = await create(ctx, talk(LONG.slice(0, 400)));
    const seen: Task[] = [];
    for await (const { task } of watchTask(ctx, { id, signal: AbortSignal.timeout(25_000) }))
      seen.push(task);
    const values = seen.map((task) => task.progress);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(new Set(values).size).toBeGreaterThanOrEqual(10);
    expect(
      seen.filter((task) => task.progress === 1).every((task) => task.status === 'completed'),
    ).toBe(true);
    expect(seen.at(-1)?.status).toBe('completed');
    expect(new Set(seen.map((task) => task.stage))).toContain('rendering');
  });

  test('a recording that is still being probed is waited for, then drives the mouth', async () => {
    const { ctx } = installation;
    const spoken = await ended(
      ctx,
      (await create(ctx, { type: 'speech', input: { text: SHORT } })).id,
    );
    const wav = await saveContent(spoken.output?.asset_id ?? '', 'speech.wav');
    const bytes = await readFile(wav);
    const { assetId: audio, finish } = await beginBytes(ctx, 'voice 录音.wav', bytes);
    const made = await create(ctx, { type: 'lipsync', input: { image: 'portrait:elder', audio } });
    expect(made).toMatchObject({ status: 'pending', stage: 'checking', queue_position: null });
    await finish();
    const task = await ended(ctx, made.id);
    expect(task.status).toBe('completed');
    expect(task.output?.duration).toBeCloseTo(spoken.output?.duration ?? 0, 0);
  });
});

describe('a task that cannot go well', () => {
  test('a waiting task fails with the error of the file that was rejected, and says which', async () => {
    const { ctx } = installation;
    const noise = Buffer.from('this is not sound at all');
    const { assetId: audio, finish } = await beginBytes(ctx, 'noise.wav', noise);
    const { id } = await create(ctx, { type: 'lipsync', input: { image: 'portrait:host', audio } });
    await finish();
    const task = await ended(ctx, id);
    expect(task).toMatchObject({
      status: 'failed',
      error: { code: 'asset_rejected', retryable: false },
    });
    expect(task.error?.detail).toContain('noise.wav');
    expect(await getAsset(ctx, { id: audio })).toMatchObject({ status: 'rejected', url: null });
  });

  test('a picture without a face fails once, with a sentence that says what to do', async () => {
    const { ctx } = installation;

    const flat = { width: 256, height: 256, channels: 3, background: '#7799bb' } as const;
    const image = await uploadBytes(ctx, 'sky.png', await sharp({ create: flat }).png().toBuffer());
    const { id } = await create(ctx, {
      type: 'digital_human',
      input: { image, speech_text: SHORT },
    });
    const task = await ended(ctx, id);
    expect(task).toMatchObject({ status: 'failed', attempts: 1, error: { code: 'no_face' } });
    expect(task.error?.detail).toMatch(/picture/);
  });

  test('options that no engine honours are refused by name, before anything is queued', async () => {
    const { ctx } = installation;
    const request = { ...talk(SHORT), options: { num_clip: 2, sample_steps: 4 } };
    await expect(create(ctx, request)).rejects.toMatchObject({
      code: 'unsupported_option',
      fields: [{ pointer: '/options/num_clip' }, { pointer: '/options/sample_steps' }],
    });
  });
});

describe('a task that is stopped', () => {
  test('cancel ends a running task within a second and frees its slot for the next', async () => {
    const { ctx } = installation;
    const { id } = await create(ctx, talk(LONG));
    await rendering(ctx, id);
    const next = await create(ctx, talk(SHORT));
    const cancelledAt = Date.now();
    expect(await cancelTask(ctx, { id })).toMatchObject({ status: 'cancelled' });
    await until(async () => (await getTask(ctx, { id: next.id })).task.status !== 'pending');
    expect(Date.now() - cancelledAt).toBeLessThan(3_000);
    expect((await ended(ctx, next.id)).status).toBe('completed');
    expect((await getTask(ctx, { id })).task.status).toBe('cancelled');
  });

  test('a cancelled task can be retried, a completed one cannot', async () => {
    const { ctx } = installation;
    const { id } = await create(ctx, talk(SHORT));
    await cancelTask(ctx, { id });
    const retried = await retryTask(ctx, { id });
    expect(retried.error).toBeNull();
    expect(['pending', 'processing']).toContain(retried.status);
    expect((await ended(ctx, id)).status).toBe('completed');
    await expect(retryTask(ctx, { id })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('deleting an ended task removes its file; a second delete finds nothing', async () => {
    const { ctx } = installation;
    const { id } = await create(ctx, talk(SHORT));
    const { output } = await ended(ctx, id);
    expect(await deleteTask(ctx, { id })).toMatchObject({ deleted: true, status: 'completed' });
    await expect(deleteTask(ctx, { id })).rejects.toMatchObject({ code: 'not_found' });
    expect(await ctx.blobs.stat(output?.asset_id ?? '')).toBeNull();
  });
});

describe('a task whose machinery breaks', () => {
  test('a slot killed in the middle costs one try, not the task', async () => {
    const { ctx } = installation;
    const { id } = await create(ctx, talk(LONG.slice(0, 300)));
    await rendering(ctx, id);
    const slot = installation.worker.children().at(0);
    process.kill(slot ?? 0, 'SIGKILL');
    const task = await ended(ctx, id);
    expect(task).toMatchObject({ status: 'completed', attempts: 2 });
  });

  test('a worker told to stop hands its task back without spending a try, and leaves nothing behind', async () => {
    const { ctx } = installation;
    const { id } = await create(ctx, talk(LONG));
    await rendering(ctx, id);
    const children = installation.worker.children();
    expect(await installation.worker.stop()).toBe(0);
    expect((await getTask(ctx, { id })).task).toMatchObject({ status: 'pending', stage: 'queued' });
    for (const pid of children) expect(() => process.kill(pid, 0)).toThrow();
    expect(await readdir(join(installation.dataDir, 'work'))).toEqual([]);
    await installation.startNewWorker();
    await rendering(ctx, id);
    await cancelTask(ctx, { id });
  });

  test('a worker killed with its task is noticed, and another finishes the task', {
    timeout: 60_000,
  }, async () => {
    const { ctx } = installation;
    const { id } = await create(ctx, talk(LONG.slice(0, 300)));
    await rendering(ctx, id);
    const children = installation.worker.children();
    await installation.worker.kill();
    await installation.startNewWorker();
    const task = await until(async () => {
      const { task: now } = await getTask(ctx, { id });
      return isEnded(now.status) && now;
    }, 40_000);
    expect(task).toMatchObject({ status: 'completed', attempts: 2 });
    await until(() => children.every((pid) => !isRunning(pid)));
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
