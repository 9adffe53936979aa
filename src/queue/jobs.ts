import { z } from 'zod';

/**
 * The contract between web and worker: each job's name, payload and how long it may be active. Retries are ours
 * (a new job in the transaction that changes the row), so the queue itself never repeats a job.
 */
export const JOBS = {
  'run-task': {
    payload: z.object({ taskId: z.string(), attempt: z.number().int() }),
    expireInSeconds: 5 * 3600,
  },
  'probe-asset': {
    payload: z.object({ assetId: z.string() }),
    expireInSeconds: 600,
  },
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]['payload']>;
export const JOB_NAMES = Object.keys(JOBS) as JobName[];
