import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { copyFile, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type CreateTaskInput, createTaskSchema, isEnded, type Task } from '#/domain/task.ts';
import { beginUpload } from '#/services/assets/begin-upload.ts';
import { finishUpload } from '#/services/assets/finish-upload.ts';
import { openAssetContent } from '#/services/assets/open-asset-content.ts';
import type { CallContext } from '#/services/context.ts';
import { createTask } from '#/services/tasks/create-task.ts';
import { getTask } from '#/services/tasks/get-task.ts';
import { until } from './until.ts';

/** Uploads a local file, which stays. @returns the id of the asset, which is still to be probed */
export async function uploadFile(ctx: CallContext, file: string): Promise<string> {
  const { size: bytes } = await stat(file);
  const { assetId, path } = await beginUpload(ctx, { filename: basename(file), bytes });
  await copyFile(file, path);
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  await finishUpload(ctx, { assetId, path, bytes, sha256 });
  return assetId;
}

/** Creates a task and waits for its end, whichever that is. */
export async function makeTask(ctx: CallContext, request: CreateTaskInput): Promise<Task> {
  const { id } = await createTask(ctx, createTaskSchema.parse(request));
  return until(async () => {
    const { task } = await getTask(ctx, { id });
    return isEnded(task.status) && task;
  });
}

/** Saves an asset's bytes in the installation's data folder. */
export async function saveAsset(ctx: CallContext, id: string, name: string): Promise<string> {
  const path = join(ctx.env.MOUTHPIECE_DATA_DIR, name);
  const content = await openAssetContent(ctx, { id, part: 'content', caller: ctx.caller });
  await pipeline(content.open(), createWriteStream(path));
  return path;
}
