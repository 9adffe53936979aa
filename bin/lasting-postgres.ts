import { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres.ts';
import { isAlive } from './process-alive.ts';

const LOOK_EVERY_MS = 1_000;
const MOST_STARTS = 3;
const WITHIN_MS = 60_000;

/**
 * The embedded database, started again on the same port whenever it ends: those who are connected come back by
 * themselves. @param onGivenUp told once when it can't be started, or ends again and again
 */
export async function startLastingPostgres(
  options: PostgresOptions,
  onGivenUp: (error: Error) => void,
): Promise<Pick<RunningPostgres, 'url' | 'adopted' | 'stop'>> {
  let postgres = await startPostgres(options);
  const { url, adopted } = postgres;
  const port = Number(new URL(url).port);
  let starts: number[] = [];
  let looking: Promise<void> | undefined;

  const look = async () => {
    if (await isAlive(postgres.pid)) return;
    const now = performance.now();
    starts = [...starts.filter((at) => now - at < WITHIN_MS), now];
    if (starts.length > MOST_STARTS) throw new Error('The embedded database ends again and again.');
    options.log?.('the embedded database has ended: starting it again');
    await postgres.stop();
    postgres = await startPostgres({ ...options, port });
  };
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: Error) => {
        clearInterval(timer);
        onGivenUp(error);
      })
      .finally(() => {
        looking = undefined;
      });
  }, LOOK_EVERY_MS);
  return {
    url,
    adopted,
    async stop() {
      clearInterval(timer);
      await looking;
      await postgres.stop();
    },
  };
}
