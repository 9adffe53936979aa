import type { Db } from './db.ts';
import { KEY_HOLDER, KEY_IS_LIVE, type KeyHolder } from './keys.ts';

/** Begins a session of a key that ends with it. @returns when it ends; null for a key that has ended */
export async function insertSession(
  db: Db,
  { sha256, keyId, ms }: { sha256: string; keyId: string; ms: number },
): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ expiresAt: Date }[]>`
    INSERT INTO sessions (sha256, key_id, expires_at)
    SELECT ${sha256}, k.id, least(k.expires_at, now() + ${ms} * interval '1 millisecond')
    FROM keys k WHERE k.id = ${keyId} AND ${KEY_IS_LIVE}
    RETURNING expires_at AS "expiresAt"`;
  return row?.expiresAt ?? null;
}

/** The key behind a session, while both last. */
export async function findSessionKey(db: Db, sha256: string): Promise<KeyHolder | null> {
  const [key] = await db.$queryRaw<KeyHolder[]>`
    SELECT ${KEY_HOLDER} FROM sessions s JOIN keys k ON k.id = s.key_id
    WHERE s.sha256 = ${sha256} AND s.expires_at > now() AND ${KEY_IS_LIVE}`;
  return key ?? null;
}

/** At most once a minute. */
export async function markSessionUsed(db: Db, sha256: string): Promise<void> {
  await db.$executeRaw`
    UPDATE sessions SET last_used_at = now()
    WHERE sha256 = ${sha256} AND last_used_at < now() - interval '1 minute'`;
}

export async function deleteSession(db: Db, sha256: string): Promise<void> {
  await db.session.deleteMany({ where: { sha256 } });
}

export async function deleteSessionsOfKey(db: Db, keyId: string): Promise<void> {
  await db.session.deleteMany({ where: { keyId } });
}

export async function forgetEndedSessions(db: Db): Promise<void> {
  await db.$executeRaw`DELETE FROM sessions WHERE expires_at < now()`;
}
