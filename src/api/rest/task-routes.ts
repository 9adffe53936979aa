import { z } from 'zod';
import { taskIdSchema } from '../../domain/ids.ts';
import { pageSchema } from '../../domain/page.ts';
import {
  createTaskSchema,
  deletedTaskSchema,
  MAX_WAIT_S,
  type Task,
  taskEstimateSchema,
  taskSchema,
} from '../../domain/task.ts';
import {
  changedTasksSchema,
  changeTasksSchema,
  countTasksSchema,
  listTasksSchema,
  taskCountsSchema,
  taskLogsSchema,
} from '../../domain/task-list.ts';
import { cancelTask } from '../../services/tasks/cancel-task.ts';
import { changeTasks } from '../../services/tasks/change-tasks.ts';
import { countTasks } from '../../services/tasks/count-tasks.ts';
import { createTask } from '../../services/tasks/create-task.ts';
import { deleteTask } from '../../services/tasks/delete-task.ts';
import { estimateTask } from '../../services/tasks/estimate-task.ts';
import { getTask } from '../../services/tasks/get-task.ts';
import { listTaskLogs } from '../../services/tasks/list-task-logs.ts';
import { listTasks } from '../../services/tasks/list-tasks.ts';
import { retryTask } from '../../services/tasks/retry-task.ts';
import { waitTask } from '../../services/tasks/wait-task.ts';
import { knownVersion, matchesTag, versionTag } from './entity-tag.ts';
import { CREATE_TASK_ERRORS, createOnce, REPLAYED } from './idempotency.ts';
import { type Route, route } from './route.ts';
import { tagged } from './tagged.ts';
import { taskEvents } from './task-events.ts';

const params = z.object({ id: taskIdSchema });
const wait = z.coerce
  .number()
  .min(0)
  .max(MAX_WAIT_S)
  .default(0)
  .describe('Seconds to wait for a change before answering');

const TAGGED = {
  requestHeaders: ['If-None-Match'],
  headers: ['ETag'],
  also: { 304: 'Nothing has changed since the version in If-None-Match' },
} as const;

const create = route({
  method: 'post',
  path: '/tasks',
  id: 'tasks.create',
  tag: 'tasks',
  access: 'create',
  summary: 'Make something speak',
  description:
    'Answers at once; the work is queued. Inputs that are still probing are waited for in stage `checking`.',
  status: 201,
  body: createTaskSchema,
  response: taskSchema,
  errors: CREATE_TASK_ERRORS,
  requestHeaders: ['Idempotency-Key'],
  headers: ['Location', 'Idempotency-Replayed'],
  example: {
    body: {
      type: 'digital_human',
      input: { speech_text: 'Welcome to our shop.', image: 'portrait:host' },
      options: { resolution: '720p' },
    },
  },
  async run(ctx, { body, http }) {
    let made: Task | undefined;
    const { resourceId, replayed } = await createOnce(
      ctx,
      { headers: http.headers, operation: 'tasks.create', body },
      async (once) => {
        made = await createTask(once, body);
        return made.id;
      },
    );
    const task = made ?? (await getTask(ctx, { id: resourceId })).task;
    const headers = { Location: `/api/v1/tasks/${resourceId}`, ...(replayed && REPLAYED) };
    return { body: task, headers };
  },
});

const estimate = route({
  method: 'post',
  path: '/tasks/estimate',
  id: 'tasks.estimate',
  tag: 'tasks',
  access: 'create',
  summary: 'How long a task would take',
  description:
    'From what such tasks took on this installation lately, and from the queue. Nothing is created or kept.',
  status: 200,
  body: createTaskSchema,
  response: taskEstimateSchema,
  errors: ['not_found'],
  run: async (ctx, { body }) => ({ body: await estimateTask(ctx, body) }),
});

const counts = route({
  method: 'get',
  path: '/tasks/counts',
  id: 'tasks.counts',
  tag: 'tasks',
  access: 'read',
  summary: 'How many tasks you have, by status',
  status: 200,
  query: countTasksSchema,
  response: taskCountsSchema,
  ...TAGGED,
  run: async (ctx, { query, http }) => tagged(http, await countTasks(ctx, query)),
});

const bulk = route({
  method: 'post',
  path: '/tasks/bulk',
  id: 'tasks.change',
  tag: 'tasks',
  access: 'create',
  summary: 'Cancel, retry or delete many tasks',
  description:
    'Each as by its own call. What could not be done does not keep the others: its entry carries the error.',
  status: 200,
  body: changeTasksSchema,
  response: changedTasksSchema,
  example: { body: { action: 'cancel', ids: ['task_01kb8n5v6x3m9q2w7r4t1y0z8c'] } },
  run: async (ctx, { body }) => ({ body: await changeTasks(ctx, body) }),
});

const list = route({
  method: 'get',
  path: '/tasks',
  id: 'tasks.list',
  tag: 'tasks',
  access: 'read',
  summary: 'Your tasks, newest or oldest first',
  status: 200,
  query: listTasksSchema,
  response: pageSchema(taskSchema),
  ...TAGGED,
  run: async (ctx, { query, http }) => tagged(http, await listTasks(ctx, query)),
});

const get = route({
  method: 'get',
  path: '/tasks/{id}',
  id: 'tasks.get',
  tag: 'tasks',
  access: 'read',
  summary: 'A task',
  description:
    'With `wait`, the answer comes when the task differs from the version in If-None-Match (or from now), at the latest after that many seconds.',
  status: 200,
  params,
  query: z.strictObject({ wait }),
  response: taskSchema,
  requestHeaders: ['If-None-Match'],
  headers: ['ETag'],
  also: { 304: 'Nothing has changed since the version in If-None-Match' },
  async run(ctx, { params: { id }, query, http }) {
    const { task, version } =
      query.wait === 0
        ? await getTask(ctx, { id })
        : await waitTask(ctx, {
            id,
            version: knownVersion(http.headers),
            waitS: query.wait,
            signal: http.signal,
          });
    const headers = { ETag: versionTag(version, task), 'Cache-Control': 'private, no-cache' };
    if (matchesTag(http.headers, headers.ETag)) return new Response(null, { status: 304, headers });
    return { body: task, headers };
  },
});

const events = route({
  method: 'get',
  path: '/tasks/{id}/events',
  id: 'tasks.events',
  tag: 'tasks',
  access: 'read',
  summary: 'Follow a task (server-sent events)',
  description:
    'Each event is named `task`, its id is the version and its data a Task. The stream ends after the terminal state.',
  status: 200,
  params,
  produces: 'text/event-stream',
  requestHeaders: ['Last-Event-ID'],
  also: { 204: 'The task has ended and Last-Event-ID names its last version' },
  run: (ctx, { params: { id }, http }) =>
    taskEvents(ctx, { id, signal: http.signal, lastEventId: http.headers.get('last-event-id') }),
});

const logs = route({
  method: 'get',
  path: '/tasks/{id}/logs',
  id: 'tasks.logs',
  tag: 'tasks',
  access: 'read',
  summary: 'What happened to a task, try by try',
  status: 200,
  params,
  response: taskLogsSchema,
  ...TAGGED,
  run: async (ctx, { params: { id }, http }) => tagged(http, await listTaskLogs(ctx, { id })),
});

const cancel = route({
  method: 'post',
  path: '/tasks/{id}/cancel',
  id: 'tasks.cancel',
  tag: 'tasks',
  access: 'create',
  summary: 'Cancel a task',
  status: 200,
  params,
  response: taskSchema,
  errors: ['conflict'],
  run: async (ctx, { params: { id } }) => ({ body: await cancelTask(ctx, { id }) }),
});

const retry = route({
  method: 'post',
  path: '/tasks/{id}/retry',
  id: 'tasks.retry',
  tag: 'tasks',
  access: 'create',
  summary: 'Run a failed or cancelled task again',
  status: 200,
  params,
  response: taskSchema,
  errors: ['conflict', 'asset_missing', 'asset_rejected'],
  run: async (ctx, { params: { id } }) => ({ body: await retryTask(ctx, { id }) }),
});

const remove = route({
  method: 'delete',
  path: '/tasks/{id}',
  id: 'tasks.delete',
  tag: 'tasks',
  access: 'create',
  summary: 'Cancel a live task, or remove an ended one with its files',
  status: 200,
  params,
  response: deletedTaskSchema,
  run: async (ctx, { params: { id } }) => ({ body: await deleteTask(ctx, { id }) }),
});

export const taskRoutes: readonly Route[] = [
  create,
  estimate,
  counts,
  bulk,
  list,
  get,
  events,
  logs,
  cancel,
  retry,
  remove,
];
