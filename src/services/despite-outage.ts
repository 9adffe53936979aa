import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../domain/errors.ts';
import type { AppContext } from './context.ts';

/** Two minutes in all: longer than a database takes to start again. */
const PAUSES_MS = [200, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];

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
  for (const pauseMs of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof AppError) throw error;
      app.logger.warn({ err: error }, `${what} could not be recorded yet`);
      await delay(pauseMs);
    }
  }
  return work();
}
