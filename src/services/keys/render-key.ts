import type { KeyRow } from '../../data/keys.ts';
import { isBuiltIn, type Key, keyLimitsSchema, scopeSchema } from '../../domain/key.ts';
import { toTimestamp, toTimestampOrNull } from '../../domain/time.ts';

export function renderKey(row: KeyRow): Key {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: scopeSchema.array().parse(row.scopes),
    limits: keyLimitsSchema.parse(row.limits),
    allowed_addresses: row.allowedAddresses,
    created_at: toTimestamp(row.createdAt),
    expires_at: toTimestampOrNull(row.expiresAt),
    revoked_at: toTimestampOrNull(row.revokedAt),
    last_used_at: toTimestampOrNull(row.lastUsedAt),
    previous_expires_at: toTimestampOrNull(row.previousExpiresAt),
    built_in: isBuiltIn(row.id),
  };
}
