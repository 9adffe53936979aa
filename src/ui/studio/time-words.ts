import type { Messages } from '../messages/en.ts';

/** `0:08`, `12:30`, `1:02:05`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

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

/** `1.2 MB`, in the decimal units that file managers show. */
export function fileSize(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(bytes / 1000 ** step);
}
