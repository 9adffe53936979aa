import type { KeyLimits } from '../domain/key.ts';
import type { Db } from './db.ts';
import type { Key as KeyRow } from './generated/client.ts';

export type { KeyRow };

type NewKey = Pick<KeyRow, 'id' | 'name' | 'prefix' | 'sha256' | 'scopes' | 'expiresAt'>;

export function insertKey(db: Db, row: NewKey & { limits: KeyLimits }): Promise<KeyRow> {
  return db.key.create({ data: row });
}

/** Makes sure that a key of this id exists and has exactly this secret and these scopes. */
export async function putKey(
  db: Db,
  row: Omit<NewKey, 'expiresAt'> & Pick<KeyRow, 'revokedAt' | 'lastUsedAt'>,
): Promise<void> {
  const { id, ...rest } = row;
  await db.key.upsert({ where: { id }, create: row, update: rest });
}

/** By its secret, or by the one before the last rotation, which may have ended. */
export function findKeyBySha256(db: Db, sha256: string): Promise<KeyRow | null> {
  return db.key.findFirst({ where: { OR: [{ sha256 }, { previousSha256: sha256 }] } });
}

export function findKey(db: Db, id: string): Promise<KeyRow | null> {
  return db.key.findUnique({ where: { id } });
}

export function listKeyRows(
  db: Db,
  page: { limit: number; cursor: string | undefined },
): Promise<KeyRow[]> {
  return db.key.findMany({
    where: page.cursor ? { id: { lt: page.cursor } } : {},
    orderBy: { id: 'desc' },
    take: page.limit + 1,
  });
}

export async function markKeyRevoked(db: Db, id: string, at: Date): Promise<void> {
  await db.key.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
}

export async function markKeyUsed(db: Db, id: string, at: Date): Promise<void> {
  await db.key.updateMany({ where: { id }, data: { lastUsedAt: at } });
}

export async function changeKey(
  db: Db,
  id: string,
  data: { name?: string; expiresAt?: Date | null; limits?: KeyLimits },
): Promise<KeyRow | null> {
  const [row] = await db.key.updateManyAndReturn({ where: { id }, data });
  return row ?? null;
}

/** Puts a new secret in the place of this one. Null when another rotation came first. */
export async function replaceSecret(
  db: Db,
  key: Pick<KeyRow, 'id' | 'sha256'>,
  to: { sha256: string; prefix: string; previousExpiresAt: Date },
): Promise<KeyRow | null> {
  const [row] = await db.key.updateManyAndReturn({
    where: { id: key.id, sha256: key.sha256, revokedAt: null },
    data: { ...to, previousSha256: key.sha256 },
  });
  return row ?? null;
}

/** The next callback secret takes the place of the present one, which signs on until then. False when another call came first. */
export async function nextCallbackSecret(
  db: Db,
  key: Pick<KeyRow, 'id' | 'callbackGeneration'>,
  previousUntil: Date,
): Promise<boolean> {
  const { count } = await db.key.updateMany({
    where: { id: key.id, callbackGeneration: key.callbackGeneration },
    data: { callbackGeneration: { increment: 1 }, callbackPreviousUntil: previousUntil },
  });
  return count === 1;
}
