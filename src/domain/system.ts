import { z } from 'zod';
import { ERROR_CODES } from './errors.ts';
import { machineSchema } from './machine.ts';

const count = z.number().int();
const bytes = z.number().int();

const partStateSchema = z.enum(['ok', 'slow', 'full', 'draining', 'down']);

const partSchema = z.object({
  state: partStateSchema,
  sentence: z.string().describe('What it means, for people'),
});
export type SystemPart = z.infer<typeof partSchema>;

export const waitReasonSchema = z.enum([
  'checking_inputs',
  'no_worker',
  'no_engine',
  'workers_draining',
  'pause_before_retry',
  'slots_busy',
  'key_at_limit',
  'starting',
]);
export type WaitReason = z.infer<typeof waitReasonSchema>;

const percentilesSchema = z.object({ p50: z.number().nullable(), p95: z.number().nullable() });

const daySchema = z.object({
  date: z.string().describe('UTC'),
  videos: count,
  recordings: count.describe('Speech without a picture'),
  minutes: z.number(),
  failed: count,
});

export const weekSchema = z.object({
  days: z.array(daySchema).describe('The last seven, the present one last'),
  videos: count,
  recordings: count,
  minutes: z.number(),
  failed: count,
  failures: z.array(z.object({ code: z.enum(ERROR_CODES), tasks: count })),
  wait_seconds: percentilesSchema.describe('From creation to the first start'),
  work_seconds: percentilesSchema.describe('From the first start to the result'),
});
export type Week = z.infer<typeof weekSchema>;

/** How the installation does: all of it for `admin`, for other keys what concerns their own work. */
export const systemSchema = z
  .object({
    version: z.string(),
    scope: z.enum(['everything', 'own']),
    status: z
      .enum(['working', 'impaired', 'down'])
      .describe('`impaired`: work is done, but something wants attention'),
    parts: z.object({ database: partSchema, storage: partSchema, worker: partSchema }),
    queue: z.object({
      waiting: count,
      running: count,
      oldest_wait_seconds: count.nullable(),
      reasons: z.array(z.object({ reason: waitReasonSchema, tasks: count, sentence: z.string() })),
    }),
    capacity: z.object({ workers: count, slots: count, busy: count }),
    machines: z.array(machineSchema).nullable().describe('Null without the scope `admin`'),
    storage: z.object({
      stored_bytes: bytes,
      disk_free_bytes: bytes.nullable(),
      disk_bytes: bytes.nullable(),
      disk_floor_bytes: bytes.nullable().describe('New work is refused below this'),
      database_bytes: bytes.nullable(),
    }),
    database_ms: z.number().describe('How long the database takes to say that it is there'),
    week: weekSchema,
  })
  .meta({ id: 'System' });
export type System = z.infer<typeof systemSchema>;
