import { listPortraits } from '../../services/portraits/list-portraits.ts';
import { listVoices } from '../../services/voices/list-voices.ts';
import { assetsRouter } from './assets.ts';
import { batchesRouter } from './batches.ts';
import { eventsRouter } from './events.ts';
import { keysRouter } from './keys.ts';
import { enginesRouter, machinesRouter, systemRouter } from './system.ts';
import { tasksRouter } from './tasks.ts';
import { createCallerFactory, procedureFor, router } from './trpc.ts';
import { usageRouter } from './usage.ts';
import { deliveriesRouter, webhooksRouter } from './webhooks.ts';

export const appRouter = router({
  tasks: tasksRouter,
  batches: batchesRouter,
  assets: assetsRouter,
  events: eventsRouter,
  keys: keysRouter,
  system: systemRouter,
  machines: machinesRouter,
  engines: enginesRouter,
  usage: usageRouter,
  webhooks: webhooksRouter,
  deliveries: deliveriesRouter,
  portraits: router({ list: procedureFor('read').query(() => listPortraits()) }),
  voices: router({ list: procedureFor('read').query(({ ctx }) => listVoices(ctx)) }),
});

export type AppRouter = typeof appRouter;

/** Calls procedures in process, without HTTP. */
export const createCaller = createCallerFactory(appRouter);
