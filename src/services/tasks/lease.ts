import { type Lease, renewLease as renew } from '../../data/tasks.ts';
import type { AppContext } from '../context.ts';

export type { Lease };

/** How often a task is tried before an error that could pass is final. */
export const MAX_FAILURES = 3;

/** Several chances to renew before the lease is lost. */
export function renewEveryMs({ env }: Pick<AppContext, 'env'>): number {
  return env.MOUTHPIECE_TIMING_LEASE_MS / 5;
}

/** False when the lease has gone to someone else or the task has ended: stop working on it. */
export function renewLease(app: AppContext, lease: Lease): Promise<boolean> {
  return renew(app.database.pool, lease, app.env.MOUTHPIECE_TIMING_LEASE_MS);
}

/** Thrown inside a transaction to undo it: the lease is no longer ours, so nothing may change. */
export class LeaseLost extends Error {}
