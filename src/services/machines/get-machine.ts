import { AppError } from '../../domain/errors.ts';
import type { Machine } from '../../domain/machine.ts';
import type { CallContext } from '../context.ts';
import { listMachines } from './list-machines.ts';

export async function getMachine(ctx: CallContext, input: { id: string }): Promise<Machine> {
  const { data } = await listMachines(ctx);
  const machine = data.find(({ id }) => id === input.id);
  if (!machine) throw new AppError('not_found', 'There is no worker with this id');
  return machine;
}
