import { env } from '#/env.ts';
import { logger } from '#/logger.ts';
import { onParentGone } from '#/parent-process.ts';
import { openAppContext } from '#/services/context.ts';
import { startSupervisor } from './supervisor.ts';

/** So many times the time to drain a worker goes on whose parent is gone: nobody else would end it. */
const PATIENCE = 12;

/** Composition root of the worker: supervisor, slots, drain. */
async function main(): Promise<void> {
  const parentGone = new Promise<void>((resolve) => {
    onParentGone(() => {
      resolve();
      setTimeout(() => process.exit(1), PATIENCE * env().MOUTHPIECE_TIMING_DRAIN_MS).unref();
    });
  });
  await using app = await openAppContext('worker');
  // biome-ignore lint/style/noProcessEnv: the supervisor picks what its slots may see of it
  const supervisor = await startSupervisor(app, process.env);
  process.send?.({ type: 'ready' }, () => {});
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await Promise.race([signalled, parentGone]);
  logger.info('worker is stopping');
  await supervisor.drain();
}

await main().then(
  () => process.exit(0),
  (error: unknown) => {
    logger.fatal({ err: error }, 'the worker could not go on');
    process.exit(1);
  },
);
