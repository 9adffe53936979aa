import { type Lease, renewLease as renew } from '../../data/tasks.ts';
import type { AppContext } from '../context.ts';

export type { Lease };

/** A worker that has not renewed its lease for this long has lost it. */
export const LEASE_MS = 15_000;
export const RENEW_EVERY_MS = 3_000;
/** How often a task is tried before an error that could pass is final. */
export const MAX_FAILURES = 3;

/** False when the lease has gone to someone else or the task has ended: stop working on it. */
export function renewLease(app: AppContext, lease: Lease): Promise<boolean> {
  return renew(app.database.pool, lease, LEASE_MS);
}

/** Thrown inside a transaction to undo it: the lease is no longer ours, so nothing may change. */
export class LeaseLost extends Error {}
