import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { checkReady } from '../../services/system/check-ready.ts';
import { PROBLEM_TYPE, toProblem } from '../problem.ts';
import { openRoute, type Route } from './route.ts';

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

export const systemRoutes: readonly Route[] = [live, ready];
