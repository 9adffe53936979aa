import { lookup as systemLookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { AllowedHost } from '../domain/allowed-host.ts';
import { AppError } from '../domain/errors.ts';

export type Address = { address: string; family: number };

/** All addresses of a name. */
export type Lookup = (hostname: string) => Promise<Address[]>;

/** Where a call goes: looked up once, and `trusted` only because the operator has named it. */
export type Target = { url: URL; addresses: Address[]; trusted: boolean };

export type TargetRules = { allowed: readonly AllowedHost[]; lookup: Lookup };

const MAX_URL_LENGTH = 2_048;

export const lookupAll: Lookup = (hostname) =>
  systemLookup(hostname, { all: true, verbatim: true });

/**
 * The address as the URL standard reads it: numbers in any base and foreign digits become a plain IP address here.
 * @throws AppError `url_refused` for what is not a plain http or https address
 */
export function parseAddress(text: string): URL {
  const url = text.length <= MAX_URL_LENGTH ? URL.parse(text) : null;
  if (!url || url.hostname === '') throw refused('This is not an address that can be called');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw refused('Only http and https addresses can be called');
  if (url.username !== '' || url.password !== '')
    throw refused('An address with a user name or password in it is not called');
  return url;
}

/** @throws AppError `url_refused`, or `url_failed` when the name is not known */
export async function resolveTarget(text: string, rules: TargetRules): Promise<Target> {
  const url = parseAddress(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const addresses = family === 0 ? await look(host, rules.lookup) : [{ address: host, family }];
  const trusted = isNamed(url, rules.allowed) || areInRanges(addresses, rules.allowed);
  if (!trusted && !addresses.every(isPublic)) throw notPublic();
  return { url, addresses, trusted };
}

async function look(host: string, lookup: Lookup): Promise<Address[]> {
  const found = await lookup(host).catch((cause: unknown) => {
    throw new AppError('url_failed', `The host ${host} is not known`, { cause });
  });
  if (found.length === 0) throw new AppError('url_failed', `The host ${host} is not known`);
  return found;
}

function isNamed(url: URL, allowed: readonly AllowedHost[]): boolean {
  const host = url.hostname.replace(/\.$/, '');
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  return allowed.some(
    (entry) =>
      entry.kind === 'host' && entry.host === host && (entry.port === null || entry.port === port),
  );
}

function areInRanges(addresses: Address[], allowed: readonly AllowedHost[]): boolean {
  const ranges = new BlockList();
  for (const entry of allowed) {
    if (entry.kind === 'range') ranges.addSubnet(entry.address, entry.prefix, entry.family);
  }
  return addresses.every(({ address, family }) =>
    ranges.check(address, family === 6 ? 'ipv6' : 'ipv4'),
  );
}

/** By IANA's registries of special addresses. The filtering agent looks again, at the moment of the call. */
function isPublic({ address, family }: Address): boolean {
  if (family !== 6) return !SPECIAL.check(address);
  return GIVEN_OUT.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
}

/** RFC 4291, section 2.4: global unicast addresses are given out of this range only. */
const GIVEN_OUT = new BlockList();
GIVEN_OUT.addSubnet('2000::', 3, 'ipv6');
const SPECIAL = new BlockList();
for (const range of [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  ...['172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16'],
  ...['198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  // Not in the registries: under it a large cloud keeps its metadata.
  '168.63.129.16/32',
  ...['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
]) {
  const [address = '', bits] = range.split('/');
  SPECIAL.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
}

export function notPublic(cause?: unknown): AppError {
  return refused(
    'This address is not public: the operator can allow it with MOUTHPIECE_ALLOW_HOSTS',
    cause,
  );
}

function refused(message: string, cause?: unknown): AppError {
  return new AppError('url_refused', message, { cause });
}
