import { changeLeasedTask, type Lease } from '../../data/tasks.ts';
import type { TaskStage } from '../../domain/task.ts';
import type { AppContext } from '../context.ts';

export type ProgressReport = {
  stage: TaskStage;
  /** 0..1 of the whole task; kept below 1 until the file is published. */
  progress: number;
  estimatedFinishAt: Date | null;
  engine?: string;
};

/** False when the lease is lost. */
export function reportProgress(
  app: AppContext,
  lease: Lease,
  report: ProgressReport,
): Promise<boolean> {
  return app.database.transaction((tx) => changeLeasedTask(tx, lease, report));
}
