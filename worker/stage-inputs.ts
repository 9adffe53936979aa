import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#/domain/errors.ts';
import { type CreateTask, taskOptionsSchema, taskTypeSchema } from '#/domain/task.ts';
import type { AppContext } from '#/services/context.ts';
import { fetchFaceTrack } from '#/services/face-tracks/fetch-face-track.ts';
import { findPortrait } from '#/services/portraits/list-portraits.ts';
import type { ClaimedTask } from '#/services/tasks/claim-task.ts';
import { findInputPhonemes } from '#/services/tasks/find-input-phonemes.ts';
import { mediaLimits } from './media-limits.ts';
import type { SlotWork } from './slots/slot-messages.ts';
import { trackedFootage } from './tracked-footage.ts';

/** Makes the work folder of an attempt and puts its inputs there; disposing removes the folder. */
export async function stageInputs(
  app: AppContext,
  task: ClaimedTask,
): Promise<{ work: SlotWork } & AsyncDisposable> {
  const workDir = join(app.paths.work, `${task.id}-${task.attempt}`);
  await mkdir(workDir, { recursive: true });
  const cleanUp = () => rm(workDir, { recursive: true, force: true });
  try {
    return { work: await describeWork(app, task, workDir), [Symbol.asyncDispose]: cleanUp };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function describeWork(
  app: AppContext,
  task: ClaimedTask,
  workDir: string,
): Promise<SlotWork> {
  const input = task.input as CreateTask['input'] & { image?: string };
  const files: SlotWork['files'] = {};
  const portrait = input.image?.startsWith('portrait:') ? findPortrait(input.image) : null;
  if (portrait) files.image = { path: portrait.path, content: `${input.image}`, vector: true };
  for (const { field, asset } of task.inputs) {
    const path = join(workDir, field);
    if (!asset.blob)
      throw new AppError('asset_missing', `The file ${asset.filename} is gone: upload it again`);
    await app.blobs.fetchTo(asset.blob, path);
    files[field as keyof typeof files] = { path, content: asset.sha256 ?? asset.id, vector: false };
  }
  return {
    taskId: task.id,
    type: taskTypeSchema.parse(task.type),
    input,
    options: taskOptionsSchema.parse(task.options),
    files,
    phonemes: await findInputPhonemes(app, task),
    faceTrack: await stageFaceTrack(app, task, workDir),
    workDir,
    visibleLabel: app.env.MOUTHPIECE_LABEL === 'visible',
    limits: mediaLimits(app.env),
  };
}

async function stageFaceTrack(
  app: AppContext,
  task: ClaimedTask,
  workDir: string,
): Promise<SlotWork['faceTrack']> {
  const footage = trackedFootage(task);
  const path = join(workDir, 'known.track');
  const blob = footage && (await fetchFaceTrack(app, footage, path));
  return blob ? { path, blob } : null;
}
