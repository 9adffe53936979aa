import { changeTask, insertTask } from '#/data/tasks.ts';
import { newId } from '#/domain/ids.ts';
import type { TaskStatus } from '#/domain/task.ts';
import type { CallContext } from '#/services/context.ts';

/** A task that no worker is asked for. @returns its id */
export async function addBareTask(ctx: CallContext, callbackUrl: string | null): Promise<string> {
  const id = newId('task');
  const given = { input: { text: 'a' }, options: {}, metadata: {}, priority: 'normal' };
  const row = { ...given, id, keyId: ctx.caller.keyId, type: 'speech', stage: 'queued' };
  await ctx.database.transaction((tx) => insertTask(tx, { ...row, callbackUrl }));
  return id;
}

/** Each step in a transaction of its own. */
export async function changeStatus(
  ctx: CallContext,
  id: string,
  steps: readonly TaskStatus[],
): Promise<void> {
  const which = { id, status: ['pending', 'processing', 'failed'] as TaskStatus[] };
  for (const status of steps)
    await ctx.database.transaction((tx) => changeTask(tx, which, { status }));
}
