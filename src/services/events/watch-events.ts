import { setTimeout as delay } from 'node:timers/promises';
import { listAssetsById } from '../../data/assets.ts';
import type { Changed } from '../../data/change-journal.ts';
import { findWords } from '../../data/speech-timings.ts';
import { listTasksById } from '../../data/tasks.ts';
import type { LiveEvent, PlacedEvent } from '../../domain/live-event.ts';
import { renderAsset } from '../assets/render-asset.ts';
import type { CallContext } from '../context.ts';
import { requireLiveKey } from '../keys/require-live-key.ts';
import { renderTasks } from '../tasks/render-task.ts';
import { PendingChanges } from './pending-changes.ts';

/** Between two looks at what has changed: quick to the eye, and little work however many tasks run. */
const GATHER_MS = 100;

/**
 * Everything that happens to the tasks and assets of the caller's key until the signal aborts. `cursor` is that of the
 * last event read before: what came since is told first, or `reset` when that is not known. Ends only with the key.
 * @throws AppError `unauthorized` instead of an event after the key was revoked
 */
export async function* watchEvents(
  ctx: CallContext,
  input: { cursor: string | null; signal: AbortSignal },
): AsyncGenerator<PlacedEvent> {
  const { signal } = input;
  const { keyId } = ctx.caller;
  using pending = new PendingChanges(ctx.feed, keyId);
  const wake = () => pending.wake();
  signal.addEventListener('abort', wake, { once: true });
  try {
    const first = opening(ctx, pending, input.cursor);
    yield first;
    let { cursor } = first;
    while (!signal.aborted) {
      await pending.wait();
      if (signal.aborted) return;
      await requireLiveKey(ctx);
      const taken = pending.take();
      const events: LiveEvent[] = taken.missed
        ? [{ type: 'reset' }]
        : await present(ctx, taken.changed);
      for (const [index, event] of events.entries()) {
        if (index === events.length - 1) cursor = taken.cursor;
        yield { cursor, event };
      }
      await delay(GATHER_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    signal.removeEventListener('abort', wake);
  }
}

function opening(ctx: CallContext, pending: PendingChanges, cursor: string | null): PlacedEvent {
  const now = ctx.feed.journal.cursor;
  if (cursor === null) return { cursor: now, event: { type: 'ready' } };
  if (pending.replay(cursor, ctx.caller.keyId)) return { cursor, event: { type: 'ready' } };
  return { cursor: now, event: { type: 'reset' } };
}

/** The present state of what has changed, in the order of the changes. */
async function present(ctx: CallContext, changed: Changed[]): Promise<LiveEvent[]> {
  const { pool } = ctx.database;
  const { keyId } = ctx.caller;
  const ids = (object: Changed['object']) =>
    changed.filter((change) => change.object === object).map(({ id }) => id);
  const [tasks, assets] = await Promise.all([
    listTasksById(pool, ids('task'), keyId),
    listAssetsById(pool, ids('asset')),
  ]);
  const states = new Map<string, LiveEvent>();
  for (const task of await renderTasks(ctx, tasks)) {
    const words = task.output && (await findWords(pool, task.id));
    if (task.output) task.output.words = words;
    states.set(task.id, { type: 'task', task });
  }
  for (const row of assets) {
    if (row.keyId === keyId) states.set(row.id, { type: 'asset', asset: renderAsset(ctx, row) });
  }
  return changed.map(({ object, id }) => states.get(id) ?? { type: 'deleted', object, id });
}
