/** RFC 3339 in UTC with whole seconds, the only form in which times leave the server. */
export function toTimestamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

export function toTimestampOrNull(date: Date | null): string | null {
  return date && toTimestamp(date);
}
