import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listRunningProbes } from '../../data/assets.ts';
import { listRunningImports } from '../../data/imports.ts';
import { listRunningAttempts } from '../../data/tasks.ts';
import type { AppContext } from '../context.ts';

/** Removes the work folders of attempts that have ended. Whether a worker is lost is for the recovery of its work to say. */
export async function sweepWorkFolders(app: AppContext): Promise<void> {
  const names = await readdir(app.paths.work);
  if (names.length === 0) return;
  const { pool } = app.database;
  const running = new Set([
    ...(await listRunningAttempts(pool, names)),
    ...(await listRunningProbes(pool, names)),
    ...(await listRunningImports(pool, names)),
  ]);
  for (const name of names) {
    if (!running.has(name)) await rm(join(app.paths.work, name), { recursive: true, force: true });
  }
}
