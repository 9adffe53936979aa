import { countTasksAhead, type TaskRow } from '../../data/tasks.ts';
import {
  type StoredWord,
  type Task,
  taskOptionsSchema,
  taskStageSchema,
  taskStatusSchema,
  taskTypeSchema,
} from '../../domain/task.ts';
import { toTimestamp, toTimestampOrNull } from '../../domain/time.ts';
import { assetPath, renderProblem } from '../assets/render-asset.ts';
import type { AppContext } from '../context.ts';
import { previewPath } from '../previews/preview-path.ts';

function renderOutput(app: AppContext, row: TaskRow, words: StoredWord[] | null): Task['output'] {
  const asset = row.outputAsset;
  if (!asset?.sha256) return null;
  return {
    asset_id: asset.id,
    url: app.links.sign(assetPath(asset.id, 'content')),
    duration: asset.durationMs === null ? null : asset.durationMs / 1000,
    width: asset.width,
    height: asset.height,
    fps: asset.fps,
    bytes: Number(asset.bytes),
    sha256: asset.sha256,
    captions_url: asset.captionsBlob ? app.links.sign(assetPath(asset.id, 'captions')) : null,
    thumbnail_url: asset.thumbnailBlob ? app.links.sign(assetPath(asset.id, 'thumbnail')) : null,
    words,
  };
}

/** The task as callers see it. */
export async function renderTask(
  app: AppContext,
  row: TaskRow,
  words: StoredWord[] | null = null,
): Promise<Task> {
  const output = renderOutput(app, row, words);
  const queued = row.status === 'pending' && row.queuedAt;
  return {
    id: row.id,
    task_id: row.id,
    type: taskTypeSchema.parse(row.type),
    status: taskStatusSchema.parse(row.status),
    stage: taskStageSchema.parse(row.stage),
    progress: row.progress,
    queue_position: queued ? await countTasksAhead(app.database.pool, queued) : null,
    estimated_finish_time: toTimestampOrNull(row.estimatedFinishAt),
    created_at: toTimestamp(row.createdAt),
    started_at: toTimestampOrNull(row.startedAt),
    completed_at: toTimestampOrNull(row.completedAt),
    attempts: row.attempt,
    engine: row.engine,
    machine: row.machine,
    degraded: null,
    cached: row.cached,
    input: row.input as Task['input'],
    options: taskOptionsSchema.parse(row.options),
    priority: row.priority as Task['priority'],
    metadata: row.metadata as Task['metadata'],
    output,
    preview_url: row.previewSegments > 0 ? app.links.sign(previewPath(row.id)) : null,
    result_url: output?.url ?? null,
    error: renderProblem(row.errorCode, row.errorDetail),
    batch_id: null,
    user_id: null,
  };
}
