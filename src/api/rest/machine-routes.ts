import { z } from 'zod';
import { workerIdSchema } from '../../domain/ids.ts';
import { engineSchema, machineSchema } from '../../domain/machine.ts';
import { listEngines } from '../../services/engines/list-engines.ts';
import { drainMachine, enableMachine } from '../../services/machines/drain-machine.ts';
import { getMachine } from '../../services/machines/get-machine.ts';
import { listMachines } from '../../services/machines/list-machines.ts';
import { type Route, route } from './route.ts';

const params = z.object({ id: workerIdSchema });

const engines = route({
  method: 'get',
  path: '/engines',
  id: 'engines.list',
  tag: 'system',
  access: 'admin',
  summary: 'The engines of the live workers and what they can do',
  status: 200,
  response: z.object({ data: z.array(engineSchema) }),
  run: async (ctx) => ({ body: await listEngines(ctx) }),
});

const list = route({
  method: 'get',
  path: '/machines',
  id: 'machines.list',
  tag: 'system',
  access: 'admin',
  summary: 'The workers and what their slots do',
  status: 200,
  response: z.object({ data: z.array(machineSchema) }),
  run: async (ctx) => ({ body: await listMachines(ctx) }),
});

const get = route({
  method: 'get',
  path: '/machines/{id}',
  id: 'machines.get',
  tag: 'system',
  access: 'admin',
  summary: 'A worker',
  status: 200,
  params,
  response: machineSchema,
  run: async (ctx, { params: { id } }) => ({ body: await getMachine(ctx, { id }) }),
});

const drain = route({
  method: 'post',
  path: '/machines/{id}/drain',
  id: 'machines.drain',
  tag: 'system',
  access: 'admin',
  summary: 'Let a worker finish what it has and take nothing new',
  description: 'Until it is enabled, or started again: a worker that starts takes work.',
  status: 200,
  params,
  response: machineSchema,
  run: async (ctx, { params: { id } }) => ({ body: await drainMachine(ctx, { id }) }),
});

const enable = route({
  method: 'post',
  path: '/machines/{id}/enable',
  id: 'machines.enable',
  tag: 'system',
  access: 'admin',
  summary: 'Let a drained worker take work again',
  status: 200,
  params,
  response: machineSchema,
  run: async (ctx, { params: { id } }) => ({ body: await enableMachine(ctx, { id }) }),
});

export const machineRoutes: readonly Route[] = [engines, list, get, drain, enable];
