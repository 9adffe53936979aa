const LONGEST = 200;
const PATH = /(file:\/\/)?(?<![\w.])\/[^\s:'")]+/g;

/** A cause in words that the owner of a task may read: its first line, without paths. */
export function sayCause(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : cause;
  if (typeof text !== 'string') return '';
  const line = (text.split('\n', 1)[0] ?? '').replace(PATH, '…').trim().slice(0, LONGEST);
  return line && ` (${line})`;
}
