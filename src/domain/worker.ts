import { z } from 'zod';
import { voiceSchema } from './voice.ts';

const optionsSchema = z
  .record(z.string(), z.array(z.union([z.string(), z.boolean()])).nullable())
  .describe('Task options that have an effect here, with the values allowed; null for all');

/** What one engine on a worker can do, as the worker announces it. */
export const engineCapabilitySchema = z.object({
  name: z.string(),
  version: z.string(),
  stages: z.array(z.enum(['speech', 'lips'])),
  inputs: z
    .record(z.string(), optionsSchema)
    .describe(
      'Fields of a task input that this engine can use, with the options that only matter with them',
    ),
  options: optionsSchema,
});
export type EngineCapability = z.infer<typeof engineCapabilitySchema>;

/** A slot process as its supervisor saw it last. */
export const slotStateSchema = z.object({
  pid: z.number().int(),
  memory_bytes: z.number().int().describe('Resident memory; 0 where the system does not tell'),
  task_id: z.string().nullable(),
});
export type SlotState = z.infer<typeof slotStateSchema>;

export const capabilitiesSchema = z.object({
  engines: z.array(engineCapabilitySchema),
  voices: z.array(voiceSchema),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** A worker that has not been heard of for this long counts as gone. */
export const WORKER_SILENCE_MS = 15_000;
