import { join } from 'node:path';
import { env } from '#/env.ts';
import { findRunningPostgres } from './postgres.ts';

/** The database of DATABASE_URL, or the embedded one of a Mouthpiece that is running on the data folder. */
export async function findDatabase(): Promise<string> {
  const { DATABASE_URL, MOUTHPIECE_DATA_DIR } = env();
  const url = DATABASE_URL ?? (await findRunningPostgres(join(MOUTHPIECE_DATA_DIR, 'postgres')));
  if (url) return url;
  throw new Error(
    `No Mouthpiece is running on ${MOUTHPIECE_DATA_DIR}: start it with npm start, or set DATABASE_URL.`,
  );
}
