import { createHmac, timingSafeEqual } from 'node:crypto';

const HOUR_S = 3600;
const LIFETIME_S = 24 * HOUR_S;

/** Signed links to files: they open without a header and expire after 24 to 25 hours. */
export type LinkSigner = {
  /** `path?exp=…&sig=…`; the expiry is rounded up to the hour so that bodies and their ETags stay stable. */
  sign(path: string): string;
  isValid(path: string, signature: LinkSignature): boolean;
};

export type LinkSignature = { exp: string; sig: string };

export function createLinkSigner(secret: Uint8Array, nowMs: () => number = Date.now): LinkSigner {
  const mac = (path: string, exp: string) =>
    createHmac('sha256', secret).update(`${path}\n${exp}`).digest('base64url');
  return {
    sign(path) {
      const exp = String(Math.ceil((nowMs() / 1000 + LIFETIME_S) / HOUR_S) * HOUR_S);
      return `${path}?exp=${exp}&sig=${mac(path, exp)}`;
    },
    isValid(path, { exp, sig }) {
      if (!/^\d{1,12}$/.test(exp) || Number(exp) * 1000 < nowMs()) return false;
      const given = Buffer.from(sig);
      const due = Buffer.from(mac(path, exp));
      return given.length === due.length && timingSafeEqual(given, due);
    },
  };
}
