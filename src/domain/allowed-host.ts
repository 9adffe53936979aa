import { z } from 'zod';

/** What the operator lets the product call although it is not public: a host, a port of it, or a range of addresses. */
export type AllowedHost =
  | { kind: 'host'; host: string; port: number | null }
  | { kind: 'range'; address: string; prefix: number; family: 'ipv4' | 'ipv6' };

/** A list with commas, such as `hooks.intern, 10.0.0.7:8080, [fd00::1]:443, 10.1.0.0/16`. */
export const allowedHostsSchema = z
  .string()
  .default('')
  .transform((text, context): AllowedHost[] =>
    text
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry !== '')
      .flatMap((entry) => {
        const parsed = entry.includes('/') ? parseRange(entry) : parseHost(entry);
        if (parsed) return parsed;
        context.addIssue(`"${entry}" is neither host, host:port nor a range like 10.0.0.0/8`);
        return [];
      }),
  );

function parseRange(entry: string): AllowedHost | null {
  const [address = '', prefix = ''] = entry.split('/');
  if (z.cidrv4().safeParse(entry).success)
    return { kind: 'range', address, prefix: Number(prefix), family: 'ipv4' };
  if (z.cidrv6().safeParse(entry).success)
    return { kind: 'range', address, prefix: Number(prefix), family: 'ipv6' };
  return null;
}

function parseHost(entry: string): AllowedHost | null {
  const bare = z.ipv6().safeParse(entry).success ? `[${entry}]` : entry;
  const [, name = '', digits] = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(bare) ?? [];
  const host = canonicalHost(name);
  const port = digits === undefined ? null : Number(digits);
  if (host === null || (port !== null && (port < 1 || port > 65_535))) return null;
  return { kind: 'host', host, port };
}

/** A host as addresses spell it: lower case, numbers as a dotted quad, no dot at the end. Null when it is none. */
function canonicalHost(name: string): string | null {
  if (!/^(\[[0-9a-f:.]+\]|[\p{L}\p{N}.-]+)$/iu.test(name)) return null;
  const url = URL.parse(`http://${name}/`);
  return url && url.hostname !== '' ? url.hostname.replace(/\.$/, '') : null;
}
