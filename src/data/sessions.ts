import type { Db } from './db.ts';
import type { Prisma } from './generated/client.ts';

export type SessionRow = Prisma.SessionGetPayload<{ include: { key: true } }>;

export async function insertSession(
  db: Db,
  row: { sha256: string; keyId: string; expiresAt: Date },
): Promise<void> {
  await db.session.create({ data: row });
}

export function findSession(db: Db, sha256: string): Promise<SessionRow | null> {
  return db.session.findUnique({ where: { sha256 }, include: { key: true } });
}

export async function markSessionUsed(db: Db, sha256: string, at: Date): Promise<void> {
  await db.session.updateMany({ where: { sha256 }, data: { lastUsedAt: at } });
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
