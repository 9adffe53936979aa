import { AppError } from '../../domain/errors.ts';
import type { Caller } from '../../domain/key.ts';
import type { AppContext } from '../context.ts';
import { CallCounter } from './call-counter.ts';
import { networkOf } from './network-of.ts';

/** What a call counts as: one that makes something, or any other. */
export type CallKind = 'reads' | 'creates';

/** How a caller stands after a call: the limit, what is left of it, and when it begins anew. */
export type CallAllowance = { kind: CallKind; limit: number; remaining: number; resetS: number };

const counters = new WeakMap<AppContext['database'], CallCounter>();

/**
 * Counts a call of this caller; without a key it counts for the address that it came from.
 * @returns how the caller stands, and the error to answer with when that was one call too many
 */
export function countCall(
  app: AppContext,
  caller: Caller,
  call: { kind: CallKind; calls: number; address: string },
): { allowance: CallAllowance; refusal: AppError | null } {
  const { kind, calls } = call;
  const counter = counterOf(app);
  const limit = limitOf(app, caller, kind);
  const bucket = `${kind}:${caller.anonymous ? networkOf(call.address) : caller.keyId}`;
  const { allowed, remaining, resetMs } = counter.count(bucket, calls, limit);
  const resetS = Math.max(1, Math.ceil(resetMs / 1000));
  const allowance = { kind, limit, remaining, resetS };
  return { allowance, refusal: allowed ? null : refuse(allowance, caller) };
}

/** What counts for this process. */
export function counterOf(app: AppContext): CallCounter {
  const counter = counters.get(app.database) ?? new CallCounter(app);
  counters.set(app.database, counter);
  return counter;
}

/** Ends the counting of this process. */
export function stopCountingCalls(app: AppContext): void {
  counters.get(app.database)?.close();
}

function refuse({ kind, limit, resetS }: CallAllowance, caller: Caller): AppError {
  const who = caller.anonymous ? 'Callers without a key' : 'This key';
  const what = kind === 'creates' ? 'calls that make something' : 'calls';
  return new AppError(
    'rate_limited',
    `${who} may make ${limit} ${what} a minute: try again in ${resetS} s`,
    { retryAfterS: resetS },
  );
}

function limitOf({ env }: AppContext, caller: Caller, kind: CallKind): number {
  const creates = kind === 'creates';
  if (caller.anonymous) {
    return creates
      ? env.MOUTHPIECE_LIMIT_ANONYMOUS_CREATES_PER_MINUTE
      : env.MOUTHPIECE_LIMIT_ANONYMOUS_READS_PER_MINUTE;
  }
  return creates
    ? (caller.limits?.creates_per_minute ?? env.MOUTHPIECE_LIMIT_CREATES_PER_MINUTE)
    : (caller.limits?.reads_per_minute ?? env.MOUTHPIECE_LIMIT_READS_PER_MINUTE);
}
