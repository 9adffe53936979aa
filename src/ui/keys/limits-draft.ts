import type { KeyLimits } from '#/domain/key.ts';

const GB = 1_000_000_000;

/** Limits as they stand in their fields: an empty one leaves the limit to the installation. */
export type LimitsDraft = Record<keyof KeyLimits, string>;

/** In the order of the form; stored bytes are asked for in gigabytes. */
export const LIMITS = [
  'output_minutes_per_day',
  'stored_bytes',
  'concurrent_tasks',
  'queued_tasks',
  'creates_per_minute',
  'reads_per_minute',
] as const satisfies (keyof KeyLimits)[];

export function limitsDraft(limits: KeyLimits): LimitsDraft {
  const text = (limit: keyof KeyLimits) => {
    const value = limits[limit];
    if (value === undefined) return '';
    return String(limit === 'stored_bytes' ? value / GB : value);
  };
  return {
    output_minutes_per_day: text('output_minutes_per_day'),
    stored_bytes: text('stored_bytes'),
    concurrent_tasks: text('concurrent_tasks'),
    queued_tasks: text('queued_tasks'),
    creates_per_minute: text('creates_per_minute'),
    reads_per_minute: text('reads_per_minute'),
  };
}

export function toLimits(draft: LimitsDraft): KeyLimits {
  const set = LIMITS.filter((limit) => draft[limit].trim() !== '');
  return Object.fromEntries(
    set.map((limit) => {
      const value = Number(draft[limit]);
      return [limit, limit === 'stored_bytes' ? Math.round(value * GB) : value];
    }),
  );
}
