import { z } from 'zod';
import { type Batch, batchSchema, createBatchSchema } from '../../domain/batch.ts';
import { batchIdSchema } from '../../domain/ids.ts';
import { cancelBatch } from '../../services/batches/cancel-batch.ts';
import { createBatch } from '../../services/batches/create-batch.ts';
import { getBatch } from '../../services/batches/get-batch.ts';
import { CREATE_TASK_ERRORS, createOnce, REPLAYED } from './idempotency.ts';
import { type Route, route } from './route.ts';
import { tagged } from './tagged.ts';

const params = z.object({ id: batchIdSchema });

const create = route({
  method: 'post',
  path: '/batches',
  id: 'batches.create',
  tag: 'batches',
  access: 'create',
  summary: 'Make many things speak',
  description:
    'Every task is checked before the first is stored: all of them are created, or none is. Pointers of errors begin with `/tasks/` and the place of the task.',
  status: 201,
  body: createBatchSchema,
  response: batchSchema,
  errors: CREATE_TASK_ERRORS,
  requestHeaders: ['Idempotency-Key'],
  headers: ['Location', 'Idempotency-Replayed'],
  example: {
    body: {
      tasks: [
        { type: 'speech', input: { text: 'Good morning.' } },
        { type: 'speech', input: { text: 'Good evening.' } },
      ],
    },
  },
  async run(ctx, { body, http }) {
    let made: Batch | undefined;
    const { resourceId: id, replayed } = await createOnce(
      ctx,
      { headers: http.headers, operation: 'batches.create', body },
      async (once) => {
        made = await createBatch(once, body);
        return made.id;
      },
    );
    const headers = { Location: `/api/v1/batches/${id}`, ...(replayed && REPLAYED) };
    return { body: made ?? (await getBatch(ctx, { id })), headers };
  },
});

const get = route({
  method: 'get',
  path: '/batches/{id}',
  id: 'batches.get',
  tag: 'batches',
  access: 'read',
  summary: 'A batch with its tasks',
  status: 200,
  params,
  response: batchSchema,
  requestHeaders: ['If-None-Match'],
  headers: ['ETag'],
  also: { 304: 'Nothing has changed since the version in If-None-Match' },
  run: async (ctx, { params: { id }, http }) => tagged(http, await getBatch(ctx, { id })),
});

const cancel = route({
  method: 'post',
  path: '/batches/{id}/cancel',
  id: 'batches.cancel',
  tag: 'batches',
  access: 'create',
  summary: 'Cancel what still lives of a batch',
  status: 200,
  params,
  response: batchSchema,
  run: async (ctx, { params: { id } }) => ({ body: await cancelBatch(ctx, { id }) }),
});

export const batchRoutes: readonly Route[] = [create, get, cancel];
