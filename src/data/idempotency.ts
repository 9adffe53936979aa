import type { Db } from './db.ts';
import type { IdempotencyKey } from './generated/client.ts';

export type Claim = Pick<IdempotencyKey, 'keyId' | 'key' | 'operation' | 'bodySha256'>;

/**
 * Takes the key for this call, or returns the row of whoever took it before. A call that has made nothing for so long
 * has died with its process: its claim is taken over, as is one whose time is over.
 */
export async function claimIdempotencyKey(
  db: Db,
  claim: Claim,
  times: { abandonedAfterMs: number; keptMs: number },
): Promise<IdempotencyKey | null> {
  const taken = await db.$executeRaw`
    INSERT INTO idempotency_keys AS held (key_id, key, operation, body_sha256)
    VALUES (${claim.keyId}, ${claim.key}, ${claim.operation}, ${claim.bodySha256})
    ON CONFLICT (key_id, key) DO UPDATE SET created_at = now(), operation = EXCLUDED.operation,
      body_sha256 = EXCLUDED.body_sha256, resource_id = NULL
    WHERE held.created_at < now() - ${times.keptMs} * interval '1 millisecond'
      OR held.resource_id IS NULL AND held.operation = EXCLUDED.operation
        AND held.body_sha256 = EXCLUDED.body_sha256
        AND held.created_at < now() - ${times.abandonedAfterMs} * interval '1 millisecond'`;
  if (taken === 1) return null;
  return db.idempotencyKey.findUnique({
    where: { keyId_key: { keyId: claim.keyId, key: claim.key } },
  });
}

export async function settleIdempotencyKey(
  db: Db,
  claim: Pick<Claim, 'keyId' | 'key'>,
  resourceId: string,
): Promise<void> {
  await db.idempotencyKey.updateMany({ where: claim, data: { resourceId } });
}

export async function releaseIdempotencyKey(
  db: Db,
  claim: Pick<Claim, 'keyId' | 'key'>,
): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { ...claim, resourceId: null } });
}

export async function forgetIdempotencyKeys(db: Db, olderThanMs: number): Promise<void> {
  await db.$executeRaw`
    DELETE FROM idempotency_keys
    WHERE created_at < now() - ${olderThanMs} * interval '1 millisecond'`;
}
