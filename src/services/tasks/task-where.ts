import type { TaskWhere } from '../../data/task-lists.ts';
import type { TaskFilter } from '../../domain/task-list.ts';
import type { CallContext } from '../context.ts';

/** The filter of a call, among the tasks of its own key. */
export function taskWhere(ctx: Pick<CallContext, 'caller'>, filter: TaskFilter): TaskWhere {
  const { status, type, q, created_after, created_before } = filter;
  return {
    keyId: ctx.caller.keyId,
    ...(status && { statuses: [status].flat() }),
    ...(type && { types: [type].flat() }),
    ...(q && { text: q }),
    ...(created_after && { createdFrom: new Date(created_after) }),
    ...(created_before && { createdBefore: new Date(created_before) }),
  };
}
