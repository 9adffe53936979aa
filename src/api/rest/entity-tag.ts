import { hash } from 'node:crypto';

/**
 * The ETag of a task: the version of its row, and a hash for what of the body stands elsewhere, such as its place in the
 * queue, a result that has expired, and links that are renewed.
 */
export function versionTag(version: number, body: unknown): string {
  return `"v${version}-${hashOf(body).slice(0, 11)}"`;
}

/** The ETag of anything else is a hash of its body. */
export function bodyTag(body: unknown): string {
  return `"${hashOf(body).slice(0, 27)}"`;
}

function hashOf(body: unknown): string {
  return hash('sha256', JSON.stringify(body), 'base64url');
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
  const version = /^\s*(?:W\/)?"v(\d{1,9})-[\w-]*"\s*$/.exec(
    headers.get('if-none-match') ?? '',
  )?.[1];
  return version === undefined ? undefined : Number(version);
}
