import type { KeyLimits } from '../domain/key.ts';
import type { Db } from './db.ts';
import type { Key as KeyRow } from './generated/client.ts';

export type { KeyRow };

export function insertKey(
  db: Db,
  row: Omit<KeyRow, 'createdAt' | 'revokedAt' | 'lastUsedAt' | 'limits'> & { limits: KeyLimits },
): Promise<KeyRow> {
  return db.key.create({ data: row });
}

/** Makes sure that a key of this id exists and has exactly this secret and these scopes. */
export async function putKey(
  db: Db,
  row: Omit<KeyRow, 'createdAt' | 'expiresAt' | 'limits'>,
): Promise<void> {
  const { id, ...rest } = row;
  await db.key.upsert({ where: { id }, create: row, update: rest });
}

export function findKeyBySha256(db: Db, sha256: string): Promise<KeyRow | null> {
  return db.key.findUnique({ where: { sha256 } });
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
