import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type CreateTaskInput, createTaskSchema, type Task } from '#/domain/task.ts';
import { openAssetContent } from '#/services/assets/open-asset-content.ts';
import { getPreviewPlaylist } from '#/services/previews/get-preview-playlist.ts';
import { openPreviewSegment } from '#/services/previews/open-preview-segment.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { deleteTask } from '#/services/tasks/delete-task.ts';
import { watchTask } from '#/services/tasks/watch-task.ts';
import { DEFAULT_MEDIA_LIMITS } from '../worker/media/limits.ts';
import { probeMedia } from '../worker/media/probe.ts';
import { installationWithWorker } from './installation-with-worker.ts';

const TEXT =
  'One picture learns to speak, and while it speaks, we may already watch what it says to us.';

const installation = installationWithWorker();

async function make(request: CreateTaskInput): Promise<Task[]> {
  const { ctx } = installation;
  const { id } = await createTask(ctx, createTaskSchema.parse(request));
  const states: Task[] = [];
  for await (const { task } of watchTask(ctx, { id, signal: AbortSignal.timeout(25_000) }))
    states.push(task);
  return states;
}

const talk = (options: CreateTaskInput['options']): CreateTaskInput => ({
  type: 'digital_human',
  input: { speech_text: TEXT, image: 'portrait:host' },
  options: { resolution: '360p', ...options },
});

function segmentsOf(playlist: string) {
  return [...playlist.matchAll(/\/preview\/(\d+)\/(\d+)\?exp=(\d+)&sig=([\w-]+)/g)].map(
    ([, attempt, number, exp, sig]) => ({
      attempt: Number(attempt),
      number: Number(number),
      signature: { exp: exp ?? '', sig: sig ?? '' },
    }),
  );
}

test('a video can be played while it is made, and its pieces add up to the whole', async () => {
  const { ctx } = installation;
  const states = await make(talk({}));
  const done = states.at(-1);
  if (!done?.output) throw new Error(done?.error?.detail);
  const early = states.find(({ status, preview_url }) => status === 'processing' && preview_url);
  expect(early?.progress).toBeLessThan(0.9);

  const playlist = await getPreviewPlaylist(ctx, { id: done.id, caller: ctx.caller });
  expect(playlist.trim().split('\n').at(-1)).toBe('#EXT-X-ENDLIST');
  const parts: Buffer[] = [];
  for (const segment of segmentsOf(playlist)) {
    const { body } = await openPreviewSegment(ctx, { id: done.id, ...segment });
    parts.push(await buffer(body));
  }
  expect(parts.length).toBeGreaterThan(2);
  const path = join(installation.dataDir, 'preview.mp4');
  await writeFile(path, Buffer.concat(parts));
  const probe = await probeMedia(path, DEFAULT_MEDIA_LIMITS);
  expect(probe).toMatchObject({ width: 360, height: 360, videoCodec: 'h264', audioCodec: 'aac' });
  expect((probe.durationMs ?? 0) / 1000).toBeCloseTo(done.output.duration ?? 0, 0);
});

test('a preview goes with its task, and opens for nobody without its link', async () => {
  const { ctx } = installation;
  const done = (await make(talk({}))).at(-1);
  const id = done?.id ?? '';
  const [first] = segmentsOf(await getPreviewPlaylist(ctx, { id, caller: ctx.caller }));
  if (!first) throw new Error('no segments');
  const stranger = await installation.asNewKey();
  await expect(getPreviewPlaylist(ctx, { id, caller: stranger.ctx.caller })).rejects.toMatchObject({
    code: 'not_found',
  });
  const forged = { ...first, signature: { ...first.signature, sig: 'x'.repeat(43) } };
  await expect(openPreviewSegment(ctx, { id, ...forged })).rejects.toMatchObject({
    code: 'not_found',
  });
  await deleteTask(ctx, { id });
  await expect(openPreviewSegment(ctx, { id, ...first })).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(await ctx.blobs.stat(`${id}-1-0`)).toBeNull();
});

test('captions come beside the video in the form that was asked for', async () => {
  const { ctx } = installation;
  const vtt = (await make(talk({ captions: 'vtt' }))).at(-1);
  expect(vtt?.output?.captions_url).toMatch(/\/captions\?exp=/);
  const content = await openAssetContent(ctx, {
    id: vtt?.output?.asset_id ?? '',
    part: 'captions',
    caller: ctx.caller,
  });
  expect(content.mime).toBe('text/vtt');
  const written = await text(content.open());
  expect(written).toMatch(/^WEBVTT\n\n00:00:00\.\d{3} --> /);
  expect(written.replace(/\s+/g, ' ')).toContain('One picture learns to speak');
});
