import { newId } from '../../domain/ids.ts';
import type { CreateTask, TaskOptions } from '../../domain/task.ts';
import { addAsset, type GatheredFile } from '../assets/add-asset.ts';
import { deleteAsset } from '../assets/delete-asset.ts';
import { isPicture } from '../assets/is-picture.ts';
import type { CallContext } from '../context.ts';
import { createTasks } from './create-tasks.ts';

/** A file that came with the call, or an asset that was there before. */
export type LipsyncSource = GatheredFile | { assetId: string };

export type LipsyncOrder = {
  audio: LipsyncSource;
  /** Footage or stills; their content says which. */
  videos: LipsyncSource[];
  /** Whether several come as one batch; otherwise there is one video. */
  asBatch: boolean;
  options: TaskOptions;
  callbackUrl?: string | undefined;
  metadata: Record<string, string>;
};

/**
 * Lip-sync of files that come with the call: they become assets of the key, and each video a task. Where no task comes
 * of it, none of the files stays; otherwise they go with the last task that used them.
 * @returns the id of the batch, or of the task
 */
export async function createLipsync(ctx: CallContext, order: LipsyncOrder): Promise<string> {
  const added: string[] = [];
  const keep = async (source: LipsyncSource) => {
    if ('assetId' in source) return source.assetId;
    const id = await addAsset(ctx, { ...source, cameWithTask: true });
    added.push(id);
    return id;
  };
  try {
    const audio = await keep(order.audio);
    const requests: CreateTask[] = [];
    for (const video of order.videos) {
      requests.push(await requestOf(ctx, order, { audio, video: await keep(video) }));
    }
    const batchId = order.asBatch ? newId('batch') : null;
    const [first] = await createTasks(ctx, { requests, batchId });
    return batchId ?? first?.id ?? '';
  } catch (error) {
    for (const id of added) await deleteAsset(ctx, { id });
    throw error;
  }
}

async function requestOf(
  ctx: CallContext,
  { options, callbackUrl, metadata }: LipsyncOrder,
  { audio, video }: { audio: string; video: string },
): Promise<CreateTask> {
  const input = (await isPicture(ctx, video)) ? { image: video, audio } : { video, audio };
  return {
    type: 'lipsync',
    input,
    options,
    metadata,
    priority: 'normal',
    callback_url: callbackUrl,
  };
}
