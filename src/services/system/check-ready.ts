import { access, constants } from 'node:fs/promises';
import { isDatabaseReady } from '../../data/db.ts';
import { listLiveCapabilities } from '../../data/workers.ts';
import type { AppContext } from '../context.ts';

export type Readiness = {
  ready: boolean;
  parts: Record<'database' | 'storage' | 'worker', 'ok' | 'down'>;
};

/** Whether work sent now would be done: the database answers, storage can be written, a worker is alive. */
export async function checkReady(app: AppContext): Promise<Readiness> {
  const [database, storage, worker] = await Promise.all([
    isDatabaseReady(app.database.pool),
    access(app.paths.blobs, constants.W_OK).then(
      () => true,
      () => false,
    ),
    listLiveCapabilities(app.database.pool).then(
      (workers) => workers.length > 0,
      () => false,
    ),
  ]);
  const say = (ok: boolean) => (ok ? 'ok' : 'down');
  return {
    ready: database && storage && worker,
    parts: { database: say(database), storage: say(storage), worker: say(worker) },
  };
}
