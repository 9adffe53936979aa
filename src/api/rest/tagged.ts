import { bodyTag, matchesTag } from './entity-tag.ts';
import type { HttpCall } from './route.ts';

/** An answer that knows whether the caller has it already: its ETag is a hash of its body. */
export function tagged<T>(
  http: HttpCall,
  body: T,
): { body: T; headers: Record<string, string> } | Response {
  const headers = { ETag: bodyTag(body), 'Cache-Control': 'private, no-cache' };
  return matchesTag(http.headers, headers.ETag)
    ? new Response(null, { status: 304, headers })
    : { body, headers };
}
