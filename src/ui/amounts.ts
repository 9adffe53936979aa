/** `0:08`, `12:30`, `1:02:05`: whole seconds that have passed, as players show them. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

/** `12 s`, `4 min`, `3 h`, `2 days`: as coarse as one wants to know it. */
export function timeSpan(seconds: number, language: string): string {
  const [value, unit] = scaled(Math.max(0, seconds));
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: unit === 'second' && value < 10 ? 1 : 0,
  });
  return spaced(format.format(value));
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

/** `1.2 MB`, in the decimal units that file managers show. */
export function fileSize(bytes: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const format = new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  });
  return spaced(format.format(bytes / 1000 ** step));
}

/** Chinese here has a space between figures and words. */
export function spaced(amount: string): string {
  return amount.replace(/(\d)(?=\p{Script=Han})/u, '$1 ');
}
