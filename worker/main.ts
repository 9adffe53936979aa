import { logger } from '#/logger.ts';
import { openAppContext } from '#/services/context.ts';
import { startSupervisor } from './supervisor.ts';

/** Composition root of the worker: supervisor, slots, drain. */
async function main(): Promise<void> {
  await using app = await openAppContext('worker');
  // biome-ignore lint/style/noProcessEnv: the supervisor picks what its slots may see of it
  const supervisor = await startSupervisor(app, process.env);
  process.send?.({ type: 'ready' });
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
    process.once('disconnect', resolve);
  });
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
