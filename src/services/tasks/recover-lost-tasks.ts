import { listLostTasks } from '../../data/tasks.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import type { AppContext } from '../context.ts';
import { failTask } from './fail-task.ts';

/** Ends the attempts of workers that were not heard of in time, whoever they were. @returns how many */
export async function recoverLostTasks(app: AppContext): Promise<number> {
  const lost = await listLostTasks(app.database.pool, app.env.MOUTHPIECE_TIMING_LEASE_MS);
  for (const { id, attempt } of lost) {
    await passFaultPoint('lost-task-found');
    const error = new AppError('worker_lost', 'The machine running this task was lost: try again');
    await failTask(app, { taskId: id, attempt }, { error, leaseExpired: true });
  }
  return lost.length;
}
