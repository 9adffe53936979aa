import { z } from 'zod';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function encode(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < length; i++) {
    text = (ALPHABET[Number(rest & 31n)] ?? '') + text;
    rest >>= 5n;
  }
  return text;
}

/** `prefix_` + 48 bits of milliseconds + 80 random bits in Crockford base 32: sorts by creation time. */
export function newId<P extends IdPrefix>(prefix: P, now = Date.now()): `${P}_${string}` {
  const random = crypto.getRandomValues(new Uint8Array(10));
  const bits = random.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return `${prefix}_${encode(BigInt(now), 10)}${encode(bits, 16)}`;
}

export type IdPrefix = 'task' | 'batch' | 'asset' | 'key' | 'worker' | 'track' | 'hook';

function idSchema(prefix: IdPrefix) {
  return z
    .string()
    .regex(new RegExp(`^${prefix}_[${ALPHABET}]{26}$`), { error: `must be an id like ${prefix}_…` })
    .meta({ examples: [`${prefix}_01kb8n5v6x3m9q2w7r4t1y0z8c`] });
}

export const taskIdSchema = idSchema('task');
export const batchIdSchema = idSchema('batch');
export const assetIdSchema = idSchema('asset');
export const keyIdSchema = idSchema('key');
/** Of a key; `self` is the one that calls. */
export const ownKeyIdSchema = z
  .union([z.literal('self'), keyIdSchema])
  .meta({ examples: ['self'] });
export const workerIdSchema = idSchema('worker');
export const webhookIdSchema = idSchema('hook');
