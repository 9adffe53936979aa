import { listWorkers } from '../../data/workers.ts';
import type { Machine } from '../../domain/machine.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { listRunningTasks } from './list-running-tasks.ts';
import { renderMachines } from './render-machine.ts';

/** Every worker, with what its slots do. */
export async function listMachines(ctx: CallContext): Promise<{ data: Machine[] }> {
  requireScope(ctx.caller, 'admin');
  const [workers, running] = await Promise.all([
    listWorkers(ctx.database.pool),
    listRunningTasks(ctx),
  ]);
  return { data: renderMachines(workers, running) };
}
