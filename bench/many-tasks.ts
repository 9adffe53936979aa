import type { Db } from '../src/data/db.ts';
import { ADMIN_KEY_ID } from '../src/domain/key.ts';

/** Gives the operator so many ended tasks, one a minute back from now. */
export async function insertTasks(db: Db, count: number): Promise<void> {
  await db.$executeRaw`
    INSERT INTO tasks (id, key_id, type, status, stage, progress, attempt, input, options, metadata, name,
      search_text, priority, machine, error_code, error_detail, created_at, started_at, completed_at)
    SELECT
      'task_' || stamp || substr(md5(n::text), 1, 16), ${ADMIN_KEY_ID}, 'digital_human', status, 'done',
      CASE status WHEN 'completed' THEN 1 ELSE 0.4 END, 1,
      jsonb_build_object(
        'speech_text', title || '. ' || repeat('It goes on for a few sentences. ', 8),
        'image', 'portrait:' || (ARRAY['host', 'teacher', 'doctor', 'engineer', 'advisor'])[1 + n % 5]),
      '{"resolution": "720p"}', jsonb_build_object('order', 'A-' || n), title, lower(title || ' A-' || n), 'normal',
      'node-' || n % 4, CASE status WHEN 'failed' THEN 'no_face' END,
      CASE status WHEN 'failed' THEN 'No face was found' END, made, made, made
    FROM generate_series(0, ${count}::int - 1) n
    CROSS JOIN LATERAL (SELECT
      now() - (${count}::int - n) * interval '1 minute' AS made,
      'Script number ' || n || ' about the shop in street ' || n % 977 AS title,
      CASE WHEN n % 20 = 7 THEN 'failed' WHEN n % 25 = 3 THEN 'cancelled' ELSE 'completed' END AS status) task
    CROSS JOIN LATERAL (SELECT string_agg(
        substr('0123456789abcdefghjkmnpqrstvwxyz',
          1 + (((extract(epoch FROM made) * 1000)::bigint >> (5 * (9 - place))) & 31)::int, 1),
        '' ORDER BY place) AS stamp
      FROM generate_series(0, 9) place) id`;
  await db.$executeRaw`VACUUM ANALYZE tasks`;
}

/** So many more tasks with all that this one has, but for their ids and those of their results. */
export async function copyTask(db: Db, id: string, count: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ copy: string }[]>`
    WITH copies AS (
      SELECT 'task_' || substr(md5(n::text), 1, 26) AS copy, 'asset_' || substr(md5(n::text), 1, 26) AS asset
      FROM generate_series(1, ${count}::int) n
    ), results AS (
      INSERT INTO assets SELECT (jsonb_populate_record(a, jsonb_build_object('id', asset, 'blob', NULL))).*
      FROM copies, tasks t JOIN assets a ON a.id = t.output_asset_id WHERE t.id = ${id}
    ), made AS (
      INSERT INTO tasks
      SELECT (jsonb_populate_record(t, jsonb_build_object('id', copy, 'output_asset_id', asset))).*
      FROM copies, tasks t WHERE t.id = ${id}
    ), timings AS (
      INSERT INTO speech_timings SELECT (jsonb_populate_record(s, jsonb_build_object('task_id', copy))).*
      FROM copies, speech_timings s WHERE s.task_id = ${id}
    )
    SELECT copy FROM copies`;
  await db.$executeRaw`VACUUM ANALYZE`;
  return rows.map(({ copy }) => copy);
}

/** Makes the inserted tasks look as while they are made, with a preview. */
export async function pretendRendering(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    UPDATE tasks SET status = 'processing', stage = 'rendering', preview_segments = 3, completed_at = NULL
    WHERE search_text LIKE '% a-%' RETURNING id`;
  await db.$executeRaw`VACUUM ANALYZE tasks`;
  return rows.map(({ id }) => id);
}
