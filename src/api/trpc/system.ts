import { z } from 'zod';
import { workerIdSchema } from '../../domain/ids.ts';
import { listEngines } from '../../services/engines/list-engines.ts';
import { drainMachine, enableMachine } from '../../services/machines/drain-machine.ts';
import { listMachines } from '../../services/machines/list-machines.ts';
import { getSystem } from '../../services/system/get-system.ts';
import { procedureFor, router } from './trpc.ts';

const byId = z.strictObject({ id: workerIdSchema });

export const systemRouter = router({
  get: procedureFor('read').query(({ ctx }) => getSystem(ctx)),
});

export const machinesRouter = router({
  list: procedureFor('admin').query(({ ctx }) => listMachines(ctx)),
  drain: procedureFor('admin')
    .input(byId)
    .mutation(({ ctx, input }) => drainMachine(ctx, input)),
  enable: procedureFor('admin')
    .input(byId)
    .mutation(({ ctx, input }) => enableMachine(ctx, input)),
});

export const enginesRouter = router({
  list: procedureFor('admin').query(({ ctx }) => listEngines(ctx)),
});
