import type { Key } from '#/domain/key.ts';
import type { Messages } from '../messages/en.ts';

const GB = 1_000_000_000;

export function dayWords(language: string, time: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(time));
}

export function timeWords(language: string, time: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(language, style).format(new Date(time));
}

/** The most that the scopes of a key allow. */
export function mayOf({ scopes }: Pick<Key, 'scopes'>): 'read' | 'create' | 'admin' {
  if (scopes.includes('admin')) return 'admin';
  return scopes.includes('create') ? 'create' : 'read';
}

/** Whether it ended: by hand, or by its time. */
export function endOf(key: Key, now: number): 'revoked' | 'expired' | null {
  if (key.revoked_at) return 'revoked';
  return key.expires_at && Date.parse(key.expires_at) < now ? 'expired' : null;
}

/** Its own limits, in a few words each. */
export function limitWords(
  { limits, allowed_addresses: from }: Key,
  words: Messages['keys'],
  language: string,
): string[] {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const say = (value: number | undefined, sentence: (text: string) => string) =>
    value === undefined ? [] : [sentence(number.format(value))];
  const gigabytes = limits.stored_bytes === undefined ? undefined : limits.stored_bytes / GB;
  return [
    ...say(limits.output_minutes_per_day, words.limits.minutes),
    ...say(gigabytes, words.limits.stored),
    ...say(limits.concurrent_tasks, words.limits.concurrent),
    ...say(limits.queued_tasks, words.limits.queued),
    ...say(limits.reads_per_minute, words.limits.reads),
    ...say(limits.creates_per_minute, words.limits.creates),
    ...(from.length > 0 ? [words.limits.from(from.join(', '))] : []),
  ];
}
