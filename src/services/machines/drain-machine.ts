import { setWorkerDraining } from '../../data/workers.ts';
import { AppError } from '../../domain/errors.ts';
import type { Machine } from '../../domain/machine.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { getMachine } from './get-machine.ts';

/** The worker finishes what it has and takes nothing new, until it is enabled or started again. */
export function drainMachine(ctx: CallContext, input: { id: string }): Promise<Machine> {
  return setDraining(ctx, { ...input, draining: true });
}

/** The worker takes work again. */
export function enableMachine(ctx: CallContext, input: { id: string }): Promise<Machine> {
  return setDraining(ctx, { ...input, draining: false });
}

async function setDraining(
  ctx: CallContext,
  { id, draining }: { id: string; draining: boolean },
): Promise<Machine> {
  requireScope(ctx.caller, 'admin');
  if (!(await setWorkerDraining(ctx.database.pool, id, draining))) {
    throw new AppError('not_found', 'There is no worker with this id');
  }
  ctx.logger.info({ workerId: id, draining, by: ctx.caller.keyId }, 'a worker was told to drain');
  return getMachine(ctx, { id });
}
