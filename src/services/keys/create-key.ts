import { insertKey } from '../../data/keys.ts';
import { newId } from '../../domain/ids.ts';
import type { CreatedKey, CreateKeyInput } from '../../domain/key.ts';
import type { KeyContext } from '../context.ts';
import { renderKey } from './render-key.ts';
import { requireScope } from './require-scope.ts';
import { newSecret, readablePrefix, sha256Of } from './secrets.ts';

/** @param input.secret an existing secret to import, so that its clients keep it; otherwise one is made */
export async function createKey(
  ctx: KeyContext,
  input: CreateKeyInput & { secret?: string },
): Promise<CreatedKey> {
  requireScope(ctx.caller, 'admin');
  const secret = input.secret ?? newSecret();
  const row = await insertKey(ctx.database.pool, {
    id: newId('key'),
    name: input.name,
    prefix: readablePrefix(secret),
    sha256: sha256Of(secret),
    scopes: input.scopes ?? ['read', 'create'],
    limits: input.limits ?? {},
    allowedAddresses: input.allowed_addresses ?? [],
    expiresAt: input.expires_at ? new Date(input.expires_at) : null,
  });
  return { ...renderKey(row), secret };
}
