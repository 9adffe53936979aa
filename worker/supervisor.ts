import { setTimeout as delay } from 'node:timers/promises';
import { newId } from '#/domain/ids.ts';
import { recoverLostImports } from '#/services/assets/recover-lost-imports.ts';
import { recoverLostProbes } from '#/services/assets/recover-lost-probes.ts';
import { runImport } from '#/services/assets/run-import.ts';
import type { AppContext } from '#/services/context.ts';
import { keepHouse } from '#/services/system/keep-house.ts';
import { sweepWorkFolders } from '#/services/system/sweep-work-folders.ts';
import { recoverLostTasks } from '#/services/tasks/recover-lost-tasks.ts';
import { recoverUnclaimed } from '#/services/tasks/recover-unclaimed.ts';
import { recoverUnqueued } from '#/services/tasks/recover-unqueued.ts';
import { releaseHeldTasks } from '#/services/tasks/release-held-tasks.ts';
import { announceWorker, withdrawWorker } from '#/services/workers/announce-worker.ts';
import { DrainGate } from './drain-gate.ts';
import { probeAsset } from './probe-asset.ts';
import { repeater } from './repeater.ts';
import { runTask } from './run-task.ts';
import { ProbeLane } from './slots/probe-lane.ts';
import { SlotPool } from './slots/slot-pool.ts';

const HEARTBEAT_MS = 4_000;
const LISTEN_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

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
  const media = { env: processEnv, maxBytes: env.MOUTHPIECE_LIMIT_SLOT_BYTES };
  const lane = new ProbeLane(media);
  const slots = await SlotPool.open(env.MOUTHPIECE_WORKER_SLOTS, media);

  const announce = async () => {
    const { capabilities, busy } = slots;
    if (!capabilities) return;
    await announceWorker(app, {
      id,
      machine,
      slots: env.MOUTHPIECE_WORKER_SLOTS,
      busy,
      capabilities,
      slotStates: await slots.states(),
    });
  };
  const track = (work: Promise<void>) => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };

  await announce();
  const context = { app, slots, lane, machine, workerId: id, draining: draining.signal };
  const take = async () => {
    await queue.work('run-task', env.MOUTHPIECE_WORKER_SLOTS, (job) =>
      track(runTask(context, job)),
    );
    await queue.work('probe-asset', 2, (job) => track(probeAsset(app, lane, job)));
    await queue.work('import-asset', 4, (job) => track(runImport(app, job, draining.signal)));
  };
  const gate = new DrainGate(app, id, { take, pause: () => queue.pause() });
  await take();
  const { MOUTHPIECE_TIMING_SWEEP_MS: sweepMs, MOUTHPIECE_TIMING_LEASE_MS: leaseMs } = env;
  const repeat = repeater(logger);
  const timers = [
    repeat(LISTEN_MS, 'listening to operators', () => gate.look()),
    repeat(HEARTBEAT_MS, 'announcing this worker', announce),
    repeat(sweepMs, 'recovering lost tasks', () => recoverLostTasks(app)),
    repeat(sweepMs, 'recovering lost probes', () => recoverLostProbes(app)),
    repeat(sweepMs, 'recovering lost imports', () => recoverLostImports(app)),
    repeat(sweepMs, 'recovering unclaimed jobs', () => recoverUnclaimed(app)),
    repeat(sweepMs, 'releasing held tasks', () => releaseHeldTasks(app)),
    repeat(leaseMs, 'sweeping work folders', () => sweepWorkFolders(app)),
    repeat(MINUTE_MS, 'recovering lost jobs', () => recoverUnqueued(app)),
    repeat(Math.min(HOUR_MS, env.MOUTHPIECE_TIMING_ORPHAN_MS), 'keeping house', () =>
      keepHouse(app),
    ),
  ];
  logger.info({ machine, slots: env.MOUTHPIECE_WORKER_SLOTS }, 'worker is ready');

  return {
    async drain() {
      for (const timer of timers) clearInterval(timer);
      gate.close();
      await withdrawWorker(app, id).catch((error: unknown) =>
        logger.warn({ err: error }, 'this worker could not say goodbye'),
      );
      await queue.pause();
      await Promise.race([Promise.allSettled(running), delay(env.MOUTHPIECE_TIMING_DRAIN_MS)]);
      draining.abort();
      await Promise.allSettled(running);
      await Promise.all([slots[Symbol.asyncDispose](), lane[Symbol.asyncDispose]()]);
    },
  };
}
