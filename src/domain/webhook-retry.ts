const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Pauses after the first, second … failed try; after the last of them the message is given up. */
export const RETRY_PAUSES_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
];

/** Up to this share of a pause is added, so that what failed together does not come back together. */
const JITTER = 0.1;
/** No receiver may ask for a longer pause. */
const MAX_RETRY_AFTER_MS = 24 * HOUR_MS;
/** An endpoint where nothing has arrived for so long is disabled with the message that is given up then. */
export const FAILING_TOO_LONG_MS = 72 * HOUR_MS;

/**
 * How long to wait after so many failures. Null: no more.
 * @param given.random 0..1, of which the jitter is made
 * @param given.retryAfterMs what the receiver asked for
 */
export function pauseAfter(
  failures: number,
  given: { random: number; retryAfterMs: number | null },
): number | null {
  const pause = RETRY_PAUSES_MS[failures - 1];
  if (pause === undefined) return null;
  const asked = Math.min(given.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
  return Math.round(Math.max(pause, asked) * (1 + JITTER * given.random));
}

/** RFC 9110, section 10.2.3: seconds, or a date. Null when it is neither. */
export function parseRetryAfter(value: string | undefined, now: Date): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * SECOND_MS;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
