import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '#/domain/ids.ts';
import type { AppContext } from '#/services/context.ts';
import { keepHouse } from '#/services/system/keep-house.ts';
import { recoverLostTasks } from '#/services/tasks/recover-lost-tasks.ts';
import { announceWorker, withdrawWorker } from '#/services/workers/announce-worker.ts';
import { probeAsset } from './probe-asset.ts';
import { runTask } from './run-task.ts';
import { ProbeLane } from './slots/probe-lane.ts';
import { SlotPool } from './slots/slot-pool.ts';

const HEARTBEAT_MS = 4_000;
const SWEEP_MS = 3_000;
const HOUSE_MS = 60_000;
/** Tasks that would finish within this time may, when the worker is told to stop; the others are handed back. */
const FINISH_WITHIN_MS = 5_000;

export type Supervisor = { drain(): Promise<void> };

/** Takes jobs while slots are free, says that it lives, and recovers what others lost. */
export async function startSupervisor(
  app: AppContext,
  processEnv: NodeJS.ProcessEnv,
): Promise<Supervisor> {
  const { env, logger, queue } = app;
  const id = newId('worker');
  const machine = env.MOUTHPIECE_WORKER_NAME;
  const draining = new AbortController();
  const running = new Set<Promise<void>>();
  const lane = new ProbeLane(processEnv);
  const slots = await SlotPool.open(env.MOUTHPIECE_WORKER_SLOTS, processEnv);

  const announce = async () => {
    const { capabilities, busy } = slots;
    if (!capabilities) return;
    await announceWorker(app, {
      id,
      machine,
      slots: env.MOUTHPIECE_WORKER_SLOTS,
      busy,
      capabilities,
    });
  };
  const track = (work: Promise<void>) => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };
  const repeat = (everyMs: number, what: string, work: () => Promise<unknown>) =>
    setInterval(() => {
      work().catch((error: unknown) => logger.error({ err: error }, `${what} failed`));
    }, everyMs);

  await announce();
  const context = { app, slots, lane, machine, draining: draining.signal };
  await queue.work('run-task', env.MOUTHPIECE_WORKER_SLOTS, (job) => track(runTask(context, job)));
  await queue.work('probe-asset', 2, ({ assetId }) => track(probeAsset(app, lane, assetId)));
  const timers = [
    repeat(HEARTBEAT_MS, 'announcing this worker', announce),
    repeat(SWEEP_MS, 'recovering lost tasks', () => recoverLostTasks(app)),
    repeat(HOUSE_MS, 'keeping house', () => keepHouse(app)),
  ];
  logger.info({ machine, slots: env.MOUTHPIECE_WORKER_SLOTS }, 'worker is ready');

  return {
    async drain() {
      for (const timer of timers) clearInterval(timer);
      await withdrawWorker(app, id);
      await queue.pause();
      await Promise.race([Promise.allSettled(running), delay(FINISH_WITHIN_MS)]);
      draining.abort();
      await Promise.allSettled(running);
      await Promise.all([slots[Symbol.asyncDispose](), lane[Symbol.asyncDispose]()]);
    },
  };
}
