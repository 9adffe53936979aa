import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listLeasedProbes } from '../../data/assets.ts';
import { listLeasedImports } from '../../data/imports.ts';
import { listLeasedAttempts } from '../../data/tasks.ts';
import type { AppContext } from '../context.ts';

/** Removes the work folders of attempts that hold no lease: their worker has died or lost them. */
export async function sweepWorkFolders(app: AppContext): Promise<void> {
  const names = await readdir(app.paths.work);
  if (names.length === 0) return;
  const { pool } = app.database;
  const leased = new Set([
    ...(await listLeasedAttempts(pool, names)),
    ...(await listLeasedProbes(pool, names)),
    ...(await listLeasedImports(pool, names)),
  ]);
  for (const name of names) {
    if (!leased.has(name)) await rm(join(app.paths.work, name), { recursive: true, force: true });
  }
}
