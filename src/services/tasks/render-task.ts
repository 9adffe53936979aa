import { listAssetsById } from '../../data/assets.ts';
import type { ShownTask, TaskView } from '../../data/task-views.ts';
import { countTasksAhead, type TaskRow } from '../../data/tasks.ts';
import type { Task } from '../../domain/task.ts';
import { toTimestamp, toTimestampOrNull } from '../../domain/time.ts';
import { assetPath, renderProblem } from '../assets/render-asset.ts';
import type { AppContext } from '../context.ts';
import { portraitUrl } from '../portraits/list-portraits.ts';
import { previewPath } from '../previews/preview-path.ts';
import { renderOutput } from './render-output.ts';

/** The task as callers see it, without the timings of its words. */
export async function renderTask(app: AppContext, row: TaskRow): Promise<Task> {
  const beside = await readBeside(app, [row]);
  return render(app, row, beside(row));
}

/** Many at once, without the timings of their words. */
export async function renderTasks(app: AppContext, rows: TaskRow[]): Promise<Task[]> {
  const beside = await readBeside(app, rows);
  return rows.map((row) => render(app, row, beside(row)));
}

export function renderTaskView(app: AppContext, view: TaskView): Task {
  return render(app, view, view);
}

/** What the rows themselves do not say: their places in the queue, and which pictures that go in have a small one. */
type Beside = Pick<TaskView, 'ahead' | 'pictured' | 'words'>;

async function readBeside(
  { database }: AppContext,
  rows: TaskRow[],
): Promise<(row: TaskRow) => Beside> {
  const queued = rows.flatMap(({ id, status, queuedAt }) =>
    status === 'pending' && queuedAt ? [{ id, queuedAt }] : [],
  );
  const pictures = rows.flatMap((row) => {
    const picture = row.outputAsset?.thumbnailBlob ? null : pictureOf(row);
    return picture?.startsWith('asset_') ? [picture] : [];
  });
  const [ahead, assets] = await Promise.all([
    countTasksAhead(
      database.pool,
      queued.map(({ queuedAt }) => queuedAt),
    ),
    pictures.length > 0 ? listAssetsById(database.pool, pictures) : [],
  ]);
  const places = new Map(queued.map(({ id }, index) => [id, ahead[index] ?? 0]));
  const pictured = new Set(assets.filter((asset) => asset.thumbnailBlob).map(({ id }) => id));
  return (row) => ({
    ahead: places.get(row.id) ?? null,
    pictured: pictured.has(pictureOf(row) ?? ''),
    words: null,
  });
}

/** The picture or footage that goes in: a reference as in the request. */
function pictureOf(row: Pick<TaskRow, 'input'>): string | null {
  const { image, video } = row.input as { image?: string; video?: string };
  return image ?? video ?? null;
}

function thumbnailOf(app: AppContext, row: ShownTask, pictured: boolean): string | null {
  const picture = pictureOf(row);
  if (picture === null) return null;
  if (picture.startsWith('portrait:')) return portraitUrl(picture);
  return pictured ? app.links.sign(assetPath(picture, 'thumbnail')) : null;
}

function render(app: AppContext, row: ShownTask, { ahead, pictured, words }: Beside): Task {
  const output = renderOutput(row.outputAsset, (path) => app.links.sign(path));
  return {
    id: row.id,
    task_id: row.id,
    type: row.type as Task['type'],
    name: row.name,
    thumbnail_url: output?.thumbnail_url ?? thumbnailOf(app, row, pictured),
    status: row.status as Task['status'],
    stage: row.stage as Task['stage'],
    progress: row.progress,
    queue_position: ahead,
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
    options: row.options as Task['options'],
    priority: row.priority as Task['priority'],
    metadata: row.metadata as Task['metadata'],
    output: output && { ...output, words },
    preview_url: row.previewSegments > 0 ? app.links.sign(previewPath(row.id)) : null,
    result_url: output?.url ?? null,
    error: renderProblem(row.errorCode, row.errorDetail),
    batch_id: row.batchId as Task['batch_id'],
    user_id: null,
  };
}
