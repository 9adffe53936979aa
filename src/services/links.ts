import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';

const HOUR_S = 3600;
const LIFETIME_S = 24 * HOUR_S;
const KEPT = 10_000;

/** Signed links to files: they open without a header and expire after 24 to 25 hours. */
export type LinkSigner = {
  /** `path?exp=…&sig=…`; the expiry is rounded up to the hour so that bodies and their ETags stay stable. */
  sign(path: string): string;
  isValid(path: string, signature: LinkSignature): boolean;
};

export type LinkSignature = { exp: string; sig: string };

export function createLinkSigner(secret: Uint8Array, nowMs: () => number = Date.now): LinkSigner {
  const key = createSecretKey(secret);
  const mac = (path: string, exp: string) =>
    createHmac('sha256', key).update(`${path}\n${exp}`).digest('base64url');
  const signed = new LRUCache<string, { exp: number; link: string }>({ max: KEPT });
  return {
    sign(path) {
      const exp = Math.ceil((nowMs() / 1000 + LIFETIME_S) / HOUR_S) * HOUR_S;
      const known = signed.get(path);
      if (known?.exp === exp) return known.link;
      const link = `${path}?exp=${exp}&sig=${mac(path, `${exp}`)}`;
      signed.set(path, { exp, link });
      return link;
    },
    isValid(path, { exp, sig }) {
      if (!/^\d{1,12}$/.test(exp) || Number(exp) * 1000 < nowMs()) return false;
      const given = Buffer.from(sig);
      const due = Buffer.from(mac(path, exp));
      return given.length === due.length && timingSafeEqual(given, due);
    },
  };
}
