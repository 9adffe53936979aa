import { listLiveCapabilities } from '../../data/workers.ts';
import type { Capabilities } from '../../domain/worker.ts';
import type { AppContext } from '../context.ts';
import { frontOf } from '../front.ts';

const fronts = frontOf<Capabilities[]>({ staleMs: 1_000, max: 1 });

/** What the live workers can do, as of a second ago at most; that there is none is looked up again each time. */
export async function liveCapabilities(app: Pick<AppContext, 'database'>): Promise<Capabilities[]> {
  const front = fronts(app);
  const found = await front.get('all', () => listLiveCapabilities(app.database.pool));
  if (found.length === 0) front.forget('all');
  return found;
}
