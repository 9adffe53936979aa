import {
  countTasksByStatus,
  type EndedTask,
  listEndedTasks,
  listWaitingGroups,
} from '../../data/system-figures.ts';
import { readOutbox } from '../../data/webhook-deliveries.ts';
import { listWorkers } from '../../data/workers.ts';
import { type TaskStatus, taskStatusSchema } from '../../domain/task.ts';
import { WORKER_SILENCE_MS } from '../../domain/worker.ts';
import type { AppContext } from '../context.ts';
import { readDiskSpace } from './disk-space.ts';

/** What monitoring wants to know of the whole installation, whoever asks: the transport has decided that. */
export type Gauges = {
  tasks: Record<TaskStatus, number>;
  oldestWaitS: number;
  workers: Record<'taking' | 'draining' | 'silent', number>;
  slots: number;
  slotsBusy: number;
  messagesWaiting: number;
  messagesLateS: number;
  diskFreeBytes: number;
  diskFloorBytes: number;
};

export async function readGauges(app: AppContext): Promise<Gauges> {
  const { pool } = app.database;
  const [counts, waiting, workers, disk, outbox] = await Promise.all([
    countTasksByStatus(pool),
    listWaitingGroups(pool, null),
    listWorkers(pool),
    readDiskSpace(app),
    readOutbox(pool),
  ]);
  const live = workers.filter(({ silentMs }) => silentMs < WORKER_SILENCE_MS);
  const draining = live.filter((worker) => worker.draining).length;
  const tasks = Object.fromEntries(
    taskStatusSchema.options.map((status) => [
      status,
      counts.find((count) => count.status === status)?.tasks ?? 0,
    ]),
  ) as Gauges['tasks'];
  return {
    tasks,
    oldestWaitS: Math.max(0, ...waiting.map(({ oldestS }) => oldestS)),
    workers: {
      taking: live.length - draining,
      draining,
      silent: workers.length - live.length,
    },
    slots: live.reduce((sum, { slots }) => sum + slots, 0),
    slotsBusy: live.reduce((sum, { busy }) => sum + busy, 0),
    messagesWaiting: outbox.waiting,
    messagesLateS: outbox.lateS,
    diskFreeBytes: disk.freeBytes,
    diskFloorBytes: disk.floorBytes,
  };
}

/** Tells each ended task once: those that ended since the time before, at first since this process began. */
export class EndedTasks {
  readonly #app: AppContext;
  #after: Date | null = null;

  constructor(app: AppContext) {
    this.#app = app;
  }

  async next(): Promise<EndedTask[]> {
    const { tasks, upTo } = await listEndedTasks(this.#app.database.pool, {
      after: this.#after,
      sinceMs: performance.now(),
    });
    this.#after = upTo;
    return tasks;
  }
}
