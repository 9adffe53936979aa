import { listRunning } from '../../data/system-figures.ts';
import { type RunningTask, runningTaskSchema } from '../../domain/machine.ts';
import { toTimestampOrNull } from '../../domain/time.ts';
import type { AppContext } from '../context.ts';

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
