import type { KeyLimits } from '../domain/key.ts';
import type { Db } from './db.ts';
import { type Key as KeyRow, Prisma } from './generated/client.ts';

export type { KeyRow };

type NewKey = Pick<KeyRow, 'id' | 'name' | 'prefix' | 'sha256' | 'scopes' | 'expiresAt'>;

/** A key as its holder is known by. */
export type KeyHolder = Pick<KeyRow, 'id' | 'name' | 'scopes' | 'limits' | 'allowedAddresses'>;
export const KEY_HOLDER = Prisma.sql`k.id, k.name, k.scopes, k.limits, k.allowed_addresses AS "allowedAddresses"`;
/** By the clock of the database. */
export const KEY_IS_LIVE = Prisma.sql`(k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()))`;

export function insertKey(
  db: Db,
  row: NewKey & Pick<KeyRow, 'allowedAddresses'> & { limits: KeyLimits },
): Promise<KeyRow> {
  return db.key.create({ data: row });
}

/** Makes sure that a key of this id exists and has exactly this secret and these scopes. */
export async function putKey(
  db: Db,
  row: Omit<NewKey, 'expiresAt'> & Pick<KeyRow, 'revokedAt'>,
): Promise<void> {
  const { id, ...rest } = row;
  await db.key.upsert({ where: { id }, create: row, update: rest });
}

/** A live key, by its secret or by the one before the last rotation while that works. */
export async function findLiveKey(db: Db, sha256: string): Promise<KeyHolder | null> {
  const [key] = await db.$queryRaw<KeyHolder[]>`
    SELECT ${KEY_HOLDER} FROM keys k
    WHERE (k.sha256 = ${sha256} OR (k.previous_sha256 = ${sha256} AND k.previous_expires_at > now()))
      AND ${KEY_IS_LIVE}
    ORDER BY k.sha256 = ${sha256} DESC LIMIT 1`;
  return key ?? null;
}

export async function isKeyLive(db: Db, id: string): Promise<boolean> {
  const rows = await db.$queryRaw<
    unknown[]
  >`SELECT 1 FROM keys k WHERE id = ${id} AND ${KEY_IS_LIVE}`;
  return rows.length > 0;
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

export async function markKeyRevoked(db: Db, id: string): Promise<void> {
  await db.$executeRaw`UPDATE keys SET revoked_at = now() WHERE id = ${id} AND revoked_at IS NULL`;
}

/** At most once a minute. */
export async function markKeyUsed(db: Db, id: string): Promise<void> {
  await db.$executeRaw`
    UPDATE keys SET last_used_at = now()
    WHERE id = ${id} AND coalesce(last_used_at < now() - interval '1 minute', true)`;
}

export async function changeKey(
  db: Db,
  id: string,
  data: {
    name?: string;
    expiresAt?: Date | null;
    limits?: KeyLimits;
    allowedAddresses?: string[];
  },
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
