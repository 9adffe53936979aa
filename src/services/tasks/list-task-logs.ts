import { listTaskLogRows } from '../../data/task-logs.ts';
import type { TaskLogs } from '../../domain/task-list.ts';
import { readTaskLog } from '../../domain/task-log.ts';
import { toTimestamp } from '../../domain/time.ts';
import type { CallContext } from '../context.ts';
import { getOwnTask } from './get-own-task.ts';

/** What happened to the task, try by try, oldest first. */
export async function listTaskLogs(ctx: CallContext, input: { id: string }): Promise<TaskLogs> {
  const row = await getOwnTask(ctx, input.id);
  const lines = await listTaskLogRows(ctx.database.pool, row.id);
  return {
    data: lines.map(({ at, ...line }) => ({
      at: toTimestamp(at),
      ...line,
      event: eventOf(line.message),
    })),
  };
}

function eventOf(message: string): TaskLogs['data'][number]['event'] {
  const event = readTaskLog(message);
  return (
    event && {
      kind: event.kind,
      machine: 'machine' in event ? event.machine : null,
      code: 'code' in event ? event.code : null,
      detail: 'detail' in event ? event.detail : null,
      delay_seconds: 'delaySeconds' in event ? event.delaySeconds : null,
    }
  );
}
