import type { Db } from './db.ts';
import type { IdempotencyKey } from './generated/client.ts';

export type Claim = Pick<IdempotencyKey, 'keyId' | 'key' | 'operation' | 'bodySha256'>;

/** Takes the key for this call, or returns the row of whoever took it before. */
export async function claimIdempotencyKey(db: Db, claim: Claim): Promise<IdempotencyKey | null> {
  const { count } = await db.idempotencyKey.createMany({ data: [claim], skipDuplicates: true });
  if (count === 1) return null;
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

export async function forgetIdempotencyKeys(db: Db, before: Date): Promise<void> {
  await db.idempotencyKey.deleteMany({ where: { createdAt: { lt: before } } });
}
