import { z } from 'zod';
import { batchIdSchema } from './ids.ts';
import { createTaskSchema, taskSchema } from './task.ts';
import { countsByStatusSchema } from './task-list.ts';

export const MAX_BATCH_TASKS = 500;

export const createBatchSchema = z
  .strictObject({ tasks: z.array(createTaskSchema).min(1).max(MAX_BATCH_TASKS) })
  .meta({ id: 'CreateBatch' });
export type CreateBatch = z.infer<typeof createBatchSchema>;

export const batchSchema = z
  .object({
    id: batchIdSchema,
    status: z
      .enum(['processing', 'completed'])
      .describe('`completed` once every task has ended, however'),
    by_status: countsByStatusSchema,
    created_at: z.string(),
    completed_at: z.string().nullable(),
    tasks: z.array(taskSchema).describe('In the order of the request; deleted ones are not there'),
  })
  .meta({ id: 'Batch' });
export type Batch = z.infer<typeof batchSchema>;
