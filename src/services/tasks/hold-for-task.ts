import { AppError } from '../../domain/errors.ts';
import { isEnded, type Task } from '../../domain/task.ts';
import type { CallContext } from '../context.ts';
import { cancelTask } from './cancel-task.ts';
import { watchTask } from './watch-task.ts';

type Held = {
  id: string;
  /** Aborts when the caller hangs up. */
  hungUp: AbortSignal;
  /** Whether the task goes on then; otherwise nobody wants its result any more. */
  outlives: boolean;
  /** Aborts when this process stops: the task goes on. */
  signal: AbortSignal;
};

/**
 * Holds a caller's line until the task has ended, and cancels it when the caller hangs up for good.
 * @throws AppError `task_timeout` after the longest time a line is held, `unavailable` when this process stops; the task
 * goes on in both cases
 */
export async function holdForTask(
  ctx: CallContext,
  { id, hungUp, outlives, signal }: Held,
): Promise<Task> {
  const withinMs = ctx.env.MOUTHPIECE_LIMIT_SYNC_MS;
  const until = AbortSignal.any([signal, hungUp, AbortSignal.timeout(withinMs)]);
  for await (const { task } of watchTask(ctx, { id, signal: until })) {
    if (isEnded(task.status)) return task;
  }
  if (hungUp.aborted) {
    if (!outlives) await cancelTask(ctx, { id });
    throw new AppError('conflict', 'The caller hung up');
  }
  if (signal.aborted) {
    throw new AppError('unavailable', `The server stops; task ${id} goes on`, { retryAfterS: 5 });
  }
  throw new AppError(
    'task_timeout',
    `A line is held for ${Math.round(withinMs / 1000)} s; task ${id} goes on: ask for its status`,
  );
}
