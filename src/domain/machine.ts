import { z } from 'zod';
import { taskIdSchema, workerIdSchema } from './ids.ts';
import { taskStageSchema, taskTypeSchema } from './task.ts';
import { engineCapabilitySchema } from './worker.ts';

export const machineStateSchema = z
  .enum(['idle', 'working', 'draining', 'drained', 'silent'])
  .describe(
    '`draining` finishes what it has and takes nothing new, `drained` has finished; `silent` has not been heard of for 15 s',
  );
export type MachineState = z.infer<typeof machineStateSchema>;

export const runningTaskSchema = z.object({
  id: taskIdSchema,
  type: taskTypeSchema,
  stage: taskStageSchema,
  progress: z.number(),
  started_at: z.string().nullable(),
});
export type RunningTask = z.infer<typeof runningTaskSchema>;

export const machineSlotSchema = z.object({
  pid: z.number().int().nullable(),
  memory_bytes: z.number().int(),
  task: runningTaskSchema.nullable(),
});
export type MachineSlot = z.infer<typeof machineSlotSchema>;

/** A worker: one supervisor and its slots. Several may run on one machine; each has an id of its own. */
export const machineSchema = z
  .object({
    id: workerIdSchema,
    name: z.string().describe('MOUTHPIECE_WORKER_NAME, as tasks show it in `machine`'),
    state: machineStateSchema,
    started_at: z.string(),
    seen_at: z.string(),
    seconds_since_seen: z.number().int(),
    slots: z.array(machineSlotSchema),
    engines: z.array(engineCapabilitySchema.pick({ name: true, version: true, stages: true })),
    voices: z.number().int(),
  })
  .meta({ id: 'Machine' });
export type Machine = z.infer<typeof machineSchema>;

/** An engine as the live workers announce it. */
export const engineSchema = engineCapabilitySchema
  .extend({ machines: z.array(z.string()).describe('Names of the machines that have it') })
  .meta({ id: 'Engine' });
export type Engine = z.infer<typeof engineSchema>;
