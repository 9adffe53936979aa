import { z } from 'zod';

/**
 * The contract between web and worker: each job's name, payload and how long it may be active. The queue repeats a job
 * only when its worker died or could not reach the database; handlers do nothing when the row has moved on. Retries of a
 * task are new jobs, sent in the transaction that changes its row.
 */
export const JOBS = {
  'run-task': {
    payload: z.object({ taskId: z.string(), attempt: z.number().int() }),
    expireInSeconds: 5 * 3600,
  },
  'probe-asset': {
    payload: z.object({ assetId: z.string(), attempt: z.number().int().default(0) }),
    expireInSeconds: 600,
  },
  'import-asset': {
    payload: z.object({ assetId: z.string(), attempt: z.number().int() }),
    expireInSeconds: 3_900,
  },
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>;
export const JOB_NAMES = Object.keys(JOBS) as JobName[];
