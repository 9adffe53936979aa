import { tracked } from '@trpc/server';
import { z } from 'zod';
import { taskIdSchema } from '../../domain/ids.ts';
import { createTaskSchema } from '../../domain/task.ts';
import { changeTasksSchema, countTasksSchema, listTasksSchema } from '../../domain/task-list.ts';
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
import { watchTask } from '../../services/tasks/watch-task.ts';
import { procedureFor, router } from './trpc.ts';

const byId = z.strictObject({ id: taskIdSchema });
/** The client adds the version it saw last when it connects again; the present state comes first in any case. */
const watched = byId.extend({ lastEventId: z.string().nullish() });

export const tasksRouter = router({
  create: procedureFor('create')
    .input(createTaskSchema)
    .mutation(({ ctx, input }) => createTask(ctx, input)),
  // Changes nothing; a long script does not fit into the address of a query.
  estimate: procedureFor('create')
    .input(createTaskSchema)
    .mutation(({ ctx, input }) => estimateTask(ctx, input)),
  get: procedureFor('read')
    .input(byId)
    .query(async ({ ctx, input }) => (await getTask(ctx, input)).task),
  list: procedureFor('read')
    .input(listTasksSchema)
    .query(({ ctx, input }) => listTasks(ctx, input)),
  counts: procedureFor('read')
    .input(countTasksSchema)
    .query(({ ctx, input }) => countTasks(ctx, input)),
  logs: procedureFor('read')
    .input(byId)
    .query(({ ctx, input }) => listTaskLogs(ctx, input)),
  change: procedureFor('create')
    .input(changeTasksSchema)
    .mutation(({ ctx, input }) => changeTasks(ctx, input)),
  cancel: procedureFor('create')
    .input(byId)
    .mutation(({ ctx, input }) => cancelTask(ctx, input)),
  retry: procedureFor('create')
    .input(byId)
    .mutation(({ ctx, input }) => retryTask(ctx, input)),
  delete: procedureFor('create')
    .input(byId)
    .mutation(({ ctx, input }) => deleteTask(ctx, input)),
  watch: procedureFor('read')
    .input(watched)
    .subscription(async function* ({ ctx, input, signal }) {
      const until = signal ?? new AbortController().signal;
      for await (const { task, version } of watchTask(ctx, { id: input.id, signal: until })) {
        yield tracked(String(version), task);
      }
    }),
});
