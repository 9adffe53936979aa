import { createHmac } from 'node:crypto';
import { SIGNING_SECRET_PREFIX } from '../../domain/webhook.ts';
import type { AppContext } from '../context.ts';

/** Whose secret: a key or an endpoint, and how often it has been rotated. */
export type SecretOwner = { id: string; generation: number; previousUntil: Date | null };

/**
 * No secret is stored: each is derived from the installation's own, its owner and its generation. Whoever reads the
 * rows of keys and endpoints alone can sign nothing.
 */
export function currentSecret(app: Pick<AppContext, 'signingKey'>, owner: SecretOwner): string {
  return derive(app, owner.id, owner.generation);
}

/** The one before the last rotation, until its grace is over. */
export function previousSecret(
  app: Pick<AppContext, 'signingKey'>,
  owner: SecretOwner,
  now: Date,
): string | null {
  if (!owner.previousUntil || owner.previousUntil <= now) return null;
  return derive(app, owner.id, owner.generation - 1);
}

function derive({ signingKey }: Pick<AppContext, 'signingKey'>, id: string, generation: number) {
  const mac = createHmac('sha256', signingKey).update(`${id}\n${generation}`);
  return SIGNING_SECRET_PREFIX + mac.digest('base64');
}
