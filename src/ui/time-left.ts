import type { Messages } from './messages/en.ts';

/** What is left, coarse enough that the words rest: fives of seconds, then minutes, then hours. Null when unknown. */
export function timeLeft(
  finishAt: string | null,
  now: number,
  words: Messages['progress'],
): string | null {
  if (finishAt === null) return null;
  const seconds = (Date.parse(finishAt) - now) / 1000;
  return Number.isFinite(seconds) ? secondsLeft(seconds, words) : null;
}

export function secondsLeft(seconds: number, words: Messages['progress']): string {
  if (seconds <= 3) return words.almostDone;
  if (seconds < 58) return words.secondsLeft(Math.max(5, Math.round(seconds / 5) * 5));
  if (seconds < 5400) return words.minutesLeft(Math.max(1, Math.round(seconds / 60)));
  return words.hoursLeft(Math.round(seconds / 3600));
}
