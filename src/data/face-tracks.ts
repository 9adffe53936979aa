import type { Db } from './db.ts';
import type { FaceTrack, Prisma } from './generated/client.ts';

export type NewFaceTrack = Prisma.FaceTrackUncheckedCreateInput;

/** The track of this key, which counts as used by that. */
export async function touchFaceTrack(db: Db, key: string): Promise<FaceTrack | null> {
  const [row] = await db.$queryRaw<FaceTrack[]>`
    UPDATE face_tracks SET used_at = now() WHERE key = ${key}
    RETURNING key, asset_sha256 AS "assetSha256", blob, bytes, frames, used_at AS "usedAt"`;
  return row ?? null;
}

/**
 * Records a track unless another, longer one has come meanwhile; `over` is the blob of the one it was made from.
 * @returns the blob that no row names any more, the new one or another
 */
export async function putFaceTrack(
  tx: Db,
  row: NewFaceTrack,
  over: string | null,
): Promise<string | null> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${row.key}))::text`;
  const known = await tx.faceTrack.findUnique({ where: { key: row.key } });
  if (known && known.frames >= row.frames && known.blob !== over) return row.blob;
  await tx.faceTrack.upsert({ where: { key: row.key }, create: row, update: row });
  return known?.blob ?? null;
}

/** Forgets the track with this blob, which is not there. */
export async function deleteFaceTrack(db: Db, blob: string): Promise<void> {
  await db.faceTrack.deleteMany({ where: { blob } });
}

/** Of these names those of tracks. */
export async function listFaceTrackBlobs(db: Db, names: string[]): Promise<string[]> {
  const where = { blob: { in: names } };
  const rows = await db.faceTrack.findMany({ where, select: { blob: true } });
  return rows.map(({ blob }) => blob);
}

/** Forgets the tracks of a content, or of every one, that no asset has any more. @returns their blobs */
export function deleteFaceTracksWithoutAsset(
  db: Db,
  sha256: string | null,
): Promise<{ blob: string }[]> {
  return db.$queryRaw`
    DELETE FROM face_tracks WHERE (${sha256}::text IS NULL OR asset_sha256 = ${sha256})
      AND NOT EXISTS (SELECT 1 FROM assets a WHERE a.sha256 = face_tracks.asset_sha256)
    RETURNING blob`;
}

/** Forgets the tracks used longest ago, until the rest takes `mostBytes` at most. @returns their blobs */
export function deleteFaceTracksBeyond(db: Db, mostBytes: number): Promise<{ blob: string }[]> {
  return db.$queryRaw`
    DELETE FROM face_tracks WHERE key IN (
      SELECT key FROM (
        SELECT key, sum(bytes) OVER (ORDER BY used_at DESC, key) AS total FROM face_tracks) ranked
      WHERE total > ${mostBytes})
    RETURNING blob`;
}
