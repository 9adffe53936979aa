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
