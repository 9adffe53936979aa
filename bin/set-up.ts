import { mkdir } from 'node:fs/promises';
import { openDatabase } from '#/data/db.ts';
import { findKey } from '#/data/keys.ts';
import { ADMIN_KEY_ID } from '#/domain/key.ts';
import { dataPaths, type Env } from '#/env.ts';
import { installQueue } from '#/queue/boss.ts';
import { installAdminKey } from '#/services/keys/install-admin-key.ts';
import { applyMissing, whileAlone } from '../prisma/migrate.ts';

/**
 * Brings a database to what this program needs: schema, queue and admin key. Of several starts at once each waits for
 * the one before. @returns the admin key: the one of the settings, or the one that is kept in the data folder
 */
export function setUp(databaseUrl: string, settings: Env): Promise<string> {
  return inTurn(databaseUrl, () => installKey(databaseUrl, settings));
}

/**
 * The same for one of several processes, of which only some may know MOUTHPIECE_ADMIN_KEY: one that does not leaves the
 * admin key as it is.
 */
export function setUpAsOneOfMany(databaseUrl: string, settings: Env): Promise<void> {
  return inTurn(databaseUrl, async () => {
    if (settings.MOUTHPIECE_ADMIN_KEY || !(await hasAdminKey(databaseUrl)))
      await installKey(databaseUrl, settings);
  });
}

function inTurn<T>(databaseUrl: string, installKeys: () => Promise<T>): Promise<T> {
  return whileAlone(databaseUrl, async (client) => {
    await applyMissing(client);
    await installQueue(databaseUrl);
    return await installKeys();
  });
}

async function installKey(
  databaseUrl: string,
  { MOUTHPIECE_DATA_DIR, MOUTHPIECE_ADMIN_KEY }: Env,
): Promise<string> {
  await mkdir(MOUTHPIECE_DATA_DIR, { recursive: true });
  return await installAdminKey(databaseUrl, {
    path: dataPaths(MOUTHPIECE_DATA_DIR).adminKey,
    secret: MOUTHPIECE_ADMIN_KEY,
  });
}

async function hasAdminKey(databaseUrl: string): Promise<boolean> {
  await using database = openDatabase(databaseUrl, { max: 1 });
  return (await findKey(database.pool, ADMIN_KEY_ID)) !== null;
}
