import type { Connection } from './connection.ts';
import type { Task } from './server-types.ts';

const WAIT_S = 25;

/** The task as it is, then after every change, until it has ended. Changes that come faster than they are read are joined. */
export async function* followTask(
  connection: Connection,
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<Task, void, void> {
  let tag: string | null = null;
  for (;;) {
    const path: string = `/api/v1/tasks/${encodeURIComponent(id)}?wait=${tag === null ? 0 : WAIT_S}`;
    const headers: Record<string, string> = tag === null ? {} : { 'if-none-match': tag };
    const answer = await connection.json<Task>(path, { headers, signal });
    if (!answer) continue;
    tag = answer.headers.get('etag');
    yield answer.value;
    if (answer.value.status !== 'pending' && answer.value.status !== 'processing') return;
  }
}
