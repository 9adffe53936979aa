import { isEnded } from '../../domain/task.ts';
import type { CallContext } from '../context.ts';
import { requireLiveKey } from '../keys/require-live-key.ts';
import { getTask, type VersionedTask } from './get-task.ts';

/**
 * The present state, then every change until the task has ended or the signal aborts. Changes that come faster than
 * they are read are joined: the newest state is always delivered.
 */
export async function* watchTask(
  ctx: CallContext,
  input: { id: string; signal: AbortSignal },
): AsyncGenerator<VersionedTask> {
  let changed = false;
  let told: number | undefined;
  let wake: (() => void) | undefined;
  const notice = () => {
    changed = true;
    wake?.();
  };
  const stop = ctx.feed.on(input.id, notice);
  const stopGaps = ctx.feed.onGap(notice);
  input.signal.addEventListener('abort', notice, { once: true });
  try {
    while (!input.signal.aborted) {
      changed = false;
      const state = await getTask(ctx, input);
      // Word of a change may come after what it tells of was read.
      if (state.version !== told) yield state;
      told = state.version;
      if (isEnded(state.task.status)) return;
      if (changed) continue;
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (changed) resolve();
      });
      await requireLiveKey(ctx);
    }
  } finally {
    stop();
    stopGaps();
    input.signal.removeEventListener('abort', notice);
  }
}
