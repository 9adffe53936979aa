import { z } from 'zod';
import { problemSchema } from './asset.ts';
import { taskIdSchema } from './ids.ts';
import { pageQuerySchema } from './page.ts';
import { type TaskStatus, taskStatusSchema, taskTypeSchema } from './task.ts';
import { taskLogEventSchema } from './task-log.ts';

/** One of them, or several: `?status=failed&status=cancelled`. */
function oneOrMore<T extends z.ZodType>(item: T) {
  return z.union([item, z.array(item).min(1).max(10)]).optional();
}

const time = z.iso.datetime({ offset: true }).optional();

/** Which tasks. */
export const taskFilterSchema = z.strictObject({
  status: oneOrMore(taskStatusSchema),
  type: oneOrMore(taskTypeSchema),
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('Words of the name or of a value in `metadata`, in any case'),
  created_after: time.describe('From this time on'),
  created_before: time.describe('Before this time'),
});
export type TaskFilter = z.infer<typeof taskFilterSchema>;

export const MAX_OFFSET = 1_000_000;

export const listTasksSchema = pageQuerySchema.extend({
  ...taskFilterSchema.shape,
  order: z.enum(['newest', 'oldest']).default('newest'),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_OFFSET)
    .default(0)
    .describe('Skips so many: for tables that jump. Cursors are steady while tasks come and go'),
});
export type ListTasks = z.infer<typeof listTasksSchema>;

export const countsByStatusSchema = z.object({
  pending: z.number().int(),
  processing: z.number().int(),
  completed: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
} satisfies Record<TaskStatus, z.ZodType>);

export const taskCountsSchema = z
  .object({ total: z.number().int(), by_status: countsByStatusSchema })
  .meta({ id: 'TaskCounts' });
export type TaskCounts = z.infer<typeof taskCountsSchema>;

export const countTasksSchema = taskFilterSchema.omit({ status: true });
export type CountTasks = z.infer<typeof countTasksSchema>;

export const taskLogsSchema = z
  .object({
    data: z.array(
      z.object({
        at: z.string(),
        level: z.enum(['info', 'warn', 'error']),
        attempt: z.number().int().describe('0 before the first try'),
        message: z.string(),
        event: taskLogEventSchema
          .nullable()
          .describe('The same in parts; null for what an earlier version wrote'),
      }),
    ),
  })
  .meta({ id: 'TaskLogs' });
export type TaskLogs = z.infer<typeof taskLogsSchema>;

export const changeTasksSchema = z.strictObject({
  action: z.enum(['cancel', 'retry', 'delete']),
  ids: z.array(taskIdSchema).min(1).max(100),
});
export type ChangeTasks = z.infer<typeof changeTasksSchema>;

export const changedTasksSchema = z
  .object({
    data: z
      .array(
        z.object({
          id: taskIdSchema,
          status: taskStatusSchema.nullable().describe('Afterwards; null where nothing was done'),
          deleted: z.boolean(),
          error: problemSchema.nullable(),
        }),
      )
      .describe('In the order of the request; what could not be done says why'),
  })
  .meta({ id: 'ChangedTasks' });
export type ChangedTasks = z.infer<typeof changedTasksSchema>;
