import type { StoredWord } from '../domain/task.ts';
import type { Database } from './db.ts';
import type { ReadById } from './gathered-reads.ts';
import { type Asset, Prisma, type Task } from './generated/client.ts';

/** What callers see of a result. */
const OUTPUT = [
  'id',
  'sha256',
  'bytes',
  'durationMs',
  'width',
  'height',
  'fps',
  'thumbnailBlob',
  'captionsBlob',
] as const satisfies (keyof Asset)[];

type Shown = Pick<Asset, (typeof OUTPUT)[number]>;
export type ShownTask = Task & {
  outputAsset: (Omit<Shown, 'bytes'> & { bytes: bigint | number | null }) | null;
};

/** A task with all that an answer says of it. */
export type TaskView = ShownTask & {
  words: StoredWord[] | null;
  /** Tasks that wait before it; null once it does not wait. */
  ahead: number | null;
  /** Whether there is a small picture of what goes in. */
  pictured: boolean;
};

const FIELDS = Object.values(Prisma.TaskScalarFieldEnum);
const TIMES = FIELDS.filter((field) => field.endsWith('At'));
const column = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * One JSON value, parsed in a fifth of the time that its columns would take. The array is hidden from the planner, which
 * would otherwise plan anew each time; behind OFFSET 0 it can only go from index to index.
 */
const VIEW: ReadById<TaskView> = {
  name: 'task-view',
  text: `
    SELECT asked.id, row_to_json(v) AS row FROM unnest((SELECT $1::text[])) asked(id), LATERAL (
      SELECT
        ${FIELDS.map((field) => `t.${column(field)} AS "${field}"`).join(', ')},
        CASE WHEN o.id IS NOT NULL THEN json_build_object(
          ${OUTPUT.map((field) => `'${field}', o.${column(field)}`).join(', ')}
        ) END AS "outputAsset",
        s.words,
        p.thumbnail_blob IS NOT NULL AS pictured,
        CASE WHEN t.status = 'pending' AND t.queued_at IS NOT NULL THEN
          (SELECT count(*) FROM tasks w WHERE w.status = 'pending' AND w.queued_at < t.queued_at)
        END AS ahead
      FROM tasks t
      LEFT JOIN assets o ON o.id = t.output_asset_id
      LEFT JOIN speech_timings s ON s.task_id = t.id AND t.output_asset_id IS NOT NULL
      LEFT JOIN assets p ON p.id = coalesce(t.input->>'image', t.input->>'video')
      WHERE t.id = asked.id
      OFFSET 0
    ) v`,
  decode(json) {
    const row = json as Record<string, unknown>;
    for (const field of TIMES) if (row[field] !== null) row[field] = new Date(row[field] as string);
    return row as TaskView;
  },
};

/** What thousands of clients ask for all the time. */
export function findTaskView(database: Database, id: string): Promise<TaskView | null> {
  return database.reads.find(VIEW, id);
}
