/** The ETag of a task is the version of its row. */
export function versionTag(version: number): string {
  return `"v${version}"`;
}

// RFC 9110, section 13.1.2: If-None-Match is compared weakly; "*" matches whatever exists.
export function matchesTag(headers: Headers, tag: string): boolean {
  const value = headers.get('if-none-match');
  if (value === null) return false;
  if (value.trim() === '*') return true;
  return value.split(',').some((given) => given.trim().replace(/^W\//, '') === tag);
}

/** The version that a caller says it has seen. */
export function knownVersion(headers: Headers): number | undefined {
  const version = /^\s*(?:W\/)?"v(\d{1,9})"\s*$/.exec(headers.get('if-none-match') ?? '')?.[1];
  return version === undefined ? undefined : Number(version);
}
