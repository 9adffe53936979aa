import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { systemSchema } from '../../domain/system.ts';
import { checkReady } from '../../services/system/check-ready.ts';
import { getSystem } from '../../services/system/get-system.ts';
import { PROBLEM_TYPE, toProblem } from '../problem.ts';
import { openRoute, type Route, route } from './route.ts';

const part = z.enum(['ok', 'down']);
const readySchema = z
  .object({
    status: z.literal('ready'),
    parts: z.object({ database: part, storage: part, worker: part }),
  })
  .meta({ id: 'Readiness' });

const live = openRoute({
  method: 'get',
  path: '/health/live',
  id: 'health.live',
  tag: 'system',
  access: 'anyone',
  summary: 'Whether the web process runs',
  status: 200,
  response: z.object({ status: z.literal('live') }),
  run: async () => ({ body: { status: 'live' as const } }),
});

const ready = openRoute({
  method: 'get',
  path: '/health/ready',
  id: 'health.ready',
  tag: 'system',
  access: 'anyone',
  summary: 'Whether work sent now would be done; 503 names the part that is down',
  status: 200,
  response: readySchema,
  errors: ['unavailable'],
  async run(app) {
    const { ready: isReady, parts } = await checkReady(app);
    if (isReady) return { body: { status: 'ready' as const, parts } };
    const down = Object.entries(parts).flatMap(([name, state]) => (state === 'down' ? [name] : []));
    const problem = toProblem(
      new AppError('unavailable', `Not ready: ${down.join(', ')} down`),
      app.logger,
    );
    return new Response(JSON.stringify({ ...problem, parts }), {
      status: problem.status,
      headers: { 'Content-Type': PROBLEM_TYPE, 'Retry-After': '5' },
    });
  },
});

const system = route({
  method: 'get',
  path: '/system',
  id: 'system.get',
  tag: 'system',
  access: 'read',
  summary: 'How the installation does: parts, queue, machines, storage, the week',
  description:
    'All of it for a key with the scope `admin`; other keys see their own work, and null for what is the operator’s.',
  status: 200,
  response: systemSchema,
  run: async (ctx) => ({ body: await getSystem(ctx) }),
});

export const systemRoutes: readonly Route[] = [live, ready, system];
