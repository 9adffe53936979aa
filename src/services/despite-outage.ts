import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../domain/errors.ts';
import type { AppContext } from './context.ts';

/** Longer than a database takes to start again. */
const PATIENCE_MS = 120_000;
const FIRST_PAUSE_MS = 200;
/** Short: whoever looks for what has no row yet, twice, must not come in between. */
const LONGEST_PAUSE_MS = 1_000;

/**
 * Does `work` again and again while the database is away: what took an hour to make is not thrown away for a minute.
 * An answer may have been lost, so `work` must see what an earlier try has done.
 * @throws AppError at once; anything else when all tries have failed, and nobody knows then what was recorded
 */
export async function despiteOutage<T>(
  app: Pick<AppContext, 'logger'>,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const begun = performance.now();
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = LONGEST_PAUSE_MS) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError || performance.now() - begun > PATIENCE_MS) throw error;
      if (pauseMs === FIRST_PAUSE_MS) {
        app.logger.warn({ err: error }, `${what} could not be recorded yet`);
      }
      await delay(pauseMs);
    }
  }
}
