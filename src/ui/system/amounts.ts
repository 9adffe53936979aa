/** `12 s`, `4 min`, `3 h`, `2 days`: as coarse as one wants to know it. */
export function timeSpan(seconds: number, language: string): string {
  const [value, unit] = scaled(Math.max(0, seconds));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: unit === 'second' && value < 10 ? 1 : 0,
  }).format(value);
}

function scaled(seconds: number): [number, 'second' | 'minute' | 'hour' | 'day'] {
  if (seconds < 90) return [seconds, 'second'];
  if (seconds < 90 * 60) return [seconds / 60, 'minute'];
  if (seconds < 48 * 3600) return [seconds / 3600, 'hour'];
  return [seconds / 86_400, 'day'];
}

/** Whole numbers from ten on, one decimal below. */
export function amount(value: number, language: string): string {
  return new Intl.NumberFormat(language, {
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

/** The short name of a day given as `2026-11-21`. */
export function weekday(date: string, language: string): string {
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}
