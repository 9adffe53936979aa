import { hash, randomBytes } from 'node:crypto';
import { SECRET_PREFIX } from '../../domain/key.ts';

/** 256 random bits behind a prefix that secret scanners can find. */
export function newSecret(): string {
  return SECRET_PREFIX + randomBytes(32).toString('base64url');
}

export function sha256Of(secret: string): string {
  return hash('sha256', secret);
}

/** Enough to recognise a secret by, too little to guess it from. */
export function readablePrefix(secret: string): string {
  return secret.startsWith(SECRET_PREFIX)
    ? secret.slice(0, SECRET_PREFIX.length + 4)
    : secret.slice(0, 3);
}
