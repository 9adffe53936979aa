import { listRunning } from '../../data/system-figures.ts';
import { listWorkers } from '../../data/workers.ts';
import { type Machine, type RunningTask, runningTaskSchema } from '../../domain/machine.ts';
import { toTimestampOrNull } from '../../domain/time.ts';
import type { AppContext, CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { renderMachines } from './render-machine.ts';

export type OwnedRunningTask = { keyId: string; machine: string | null; task: RunningTask };

/** The tasks that run now, whoever's they are. */
export async function listRunningTasks(app: AppContext): Promise<OwnedRunningTask[]> {
  const rows = await listRunning(app.database.pool);
  return rows.map(({ keyId, machine, startedAt, ...row }) => ({
    keyId,
    machine,
    task: runningTaskSchema.parse({ ...row, started_at: toTimestampOrNull(startedAt) }),
  }));
}

/** Every worker, with what its slots do. */
export async function listMachines(ctx: CallContext): Promise<{ data: Machine[] }> {
  requireScope(ctx.caller, 'admin');
  const [workers, running] = await Promise.all([
    listWorkers(ctx.database.pool),
    listRunningTasks(ctx),
  ]);
  return { data: renderMachines(workers, running) };
}
