import { isEnded } from '../../domain/task.ts';
import type { CallContext } from '../context.ts';
import { getTask, type VersionedTask } from './get-task.ts';
import { watchTask } from './watch-task.ts';

/**
 * The task once it differs from `version` (or from now, when none is given), at the latest after `waitS` seconds.
 * An ended task is returned at once.
 */
export async function waitTask(
  ctx: CallContext,
  input: { id: string; version: number | undefined; waitS: number; signal: AbortSignal },
): Promise<VersionedTask> {
  const signal = AbortSignal.any([input.signal, AbortSignal.timeout(input.waitS * 1000)]);
  let known = input.version;
  for await (const state of watchTask(ctx, { id: input.id, signal })) {
    known ??= state.version;
    if (state.version !== known || isEnded(state.task.status)) return state;
  }
  return getTask(ctx, input);
}
