import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../src/data/db.ts';
import { EventFeed } from '../src/data/event-feed.ts';
import { findTask } from '../src/data/tasks.ts';
import { withProduct } from './bench-product.ts';
import { type Claim, meets, percentile } from './claim.ts';

const WARM_UP = 10;
const SAMPLES = 200;
/** The worker puts the task before away in this time: what is measured is the way to a free slot. */
const IDLE_MS = 30;

/**
 * `dispatch.p50Ms` and `dispatch.p99Ms`: from sending the API call until the engine has reported that it works on the
 * task (which itself takes a write and a notification, so the true figure is lower).
 */
export async function measureDispatch(): Promise<Claim[]> {
  return withProduct(async (product) => {
    await using feed = await EventFeed.open(product.databaseUrl);
    await using database = openDatabase(product.databaseUrl, { max: 2 });
    const delays: number[] = [];
    for (let i = 0; i < WARM_UP + SAMPLES; i++) {
      await delay(IDLE_MS);
      const took = await dispatchOnce(product, feed, (id) => findTask(database.pool, id));
      if (i >= WARM_UP) delays.push(took);
    }
    const sorted = delays.toSorted((a, b) => a - b);
    const claim = (name: string, rank: number, most: number): Claim => {
      const value = percentile(sorted, rank);
      const target = { atMost: most };
      const notes = [
        `fastest ${sorted[0]?.toFixed(1)} ms, slowest ${sorted.at(-1)?.toFixed(1)} ms`,
      ];
      return {
        name,
        value,
        unit: 'ms',
        target,
        holds: meets(value, target),
        samples: SAMPLES,
        spread: null,
        notes,
      };
    };
    return [claim('dispatch.p50Ms', 50, 20), claim('dispatch.p99Ms', 99, 100)];
  });
}

async function dispatchOnce(
  product: { url: string; adminKey: string },
  feed: EventFeed,
  read: (id: string) => Promise<{ stage: string } | null>,
): Promise<number> {
  const seen: { taskId: string; version: number; at: number; status: string }[] = [];
  const ended = Promise.withResolvers<void>();
  const stop = feed.on('*', (change) => {
    seen.push({ ...change, at: performance.now() });
    if (change.status === 'completed') ended.resolve();
  });
  const startedAt = performance.now();
  const response = await fetch(`${product.url}/api/v1/tasks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'speech', input: { text: 'Yes.' } }),
  });
  const { id } = (await response.json()) as { id: string };
  await ended.promise;
  stop();
  const task = await read(id);
  if (!response.ok || task?.stage !== 'done')
    throw new Error('the task of the measurement did not complete');
  const running = seen.filter((change) => change.taskId === id && change.status === 'processing');
  const engineStart = running[1] ?? running[0];
  return (engineStart?.at ?? Number.NaN) - startedAt;
}
