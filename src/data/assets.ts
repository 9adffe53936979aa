import type { AssetKind, AssetOrigin, AssetStatus } from '../domain/asset.ts';
import type { Db } from './db.ts';
import { ASSET_CHANNEL, announceAsset } from './event-feed.ts';
import type { Asset as AssetRow, Prisma } from './generated/client.ts';
import { leaseIsLost } from './leases.ts';

export type { AssetRow };
export type NewAsset = Prisma.AssetUncheckedCreateInput;

export async function insertAsset(db: Db, row: NewAsset & { keyId: string }): Promise<AssetRow> {
  const made = await db.asset.create({ data: row });
  await announceAsset(db, { assetId: made.id, keyId: made.keyId });
  return made;
}

export function findAsset(db: Db, id: string): Promise<AssetRow | null> {
  return db.asset.findUnique({ where: { id } });
}

/** The assets as they are now; nobody can change or delete them before the transaction ends. */
export async function lockAssets(tx: Db, ids: string[]): Promise<AssetRow[]> {
  await tx.$queryRaw`SELECT 1 FROM assets WHERE id = ANY(${ids}) FOR SHARE`;
  return tx.asset.findMany({ where: { id: { in: ids } } });
}

/** What a worker holds while it looks at an upload: no later try has been given out. */
export type ProbeLease = { id: string; attempt: number };

/** Takes the lease of the next try at probing; null when the upload is gone, done or in other hands. */
export async function claimProbe(
  db: Db,
  job: ProbeLease,
  leaseMs: number,
): Promise<AssetRow | null> {
  const which = { id: job.id, attempt: job.attempt, status: 'probing' };
  const [row] = await db.asset.updateManyAndReturn({
    where: which,
    data: { attempt: { increment: 1 } },
  });
  if (!row) return null;
  await renewProbeLease(db, row, leaseMs);
  return row;
}

/** Prolongs the lease by database time. False when it is lost. */
export async function renewProbeLease(
  db: Db,
  lease: ProbeLease,
  leaseMs: number,
): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE assets SET lease_expires_at = now() + ${leaseMs} * interval '1 millisecond'
    WHERE id = ${lease.id} AND attempt = ${lease.attempt} AND status = 'probing'`;
  return count === 1;
}

/** Uploads whose worker was lost while it looked at them. Each is locked until the transaction ends. */
export function lockLostProbes(tx: Db, leaseMs: number): Promise<ProbeLease[]> {
  return tx.$queryRaw`
    SELECT id, attempt FROM assets WHERE status = 'probing' AND ${leaseIsLost(leaseMs)}
    LIMIT 100 FOR UPDATE SKIP LOCKED`;
}

/** Uploads that wait to be probed, with the job that should bring them to a worker. */
export function listWaitingProbes(
  db: Db,
  page: { after: string; limit: number },
): Promise<(ProbeLease & { jobId: string | null })[]> {
  return db.asset.findMany({
    where: { status: 'probing', leaseExpiresAt: null, id: { gt: page.after } },
    select: { id: true, attempt: true, jobId: true },
    orderBy: { id: 'asc' },
    take: page.limit,
  });
}

/** Those uploads that still wait to be probed although a worker was given one of these jobs for them. */
export async function listWaitingProbesOf(
  db: Db,
  jobIds: string[],
): Promise<(ProbeLease & { jobId: string | null })[]> {
  if (jobIds.length === 0) return [];
  return await db.asset.findMany({
    where: { status: 'probing', leaseExpiresAt: null, jobId: { in: jobIds } },
    select: { id: true, attempt: true, jobId: true },
  });
}

/** Of these `probe-ASSET-ATTEMPT` names those whose try nobody has ended. */
export async function listRunningProbes(db: Db, names: string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT 'probe-' || id || '-' || attempt AS name FROM assets
    WHERE status = 'probing' AND lease_expires_at IS NOT NULL
      AND 'probe-' || id || '-' || attempt = ANY(${names})`;
  return rows.map(({ name }) => name);
}

/** Changes an asset that is in the given state; null when it is no longer. */
export async function changeAsset(
  db: Db,
  which: { id: string; status: AssetStatus; attempt?: number },
  data: Prisma.AssetUncheckedUpdateInput,
): Promise<AssetRow | null> {
  const [row] = await db.asset.updateManyAndReturn({ where: which, data });
  if (!row) return null;
  await announceAsset(db, { assetId: row.id, keyId: row.keyId });
  return row;
}

export type AssetFilter = {
  keyId: string;
  kind?: AssetKind | undefined;
  origin?: AssetOrigin | undefined;
  status?: AssetStatus | undefined;
  filenamePart?: string | undefined;
  createdFrom?: Date | undefined;
  createdBefore?: Date | undefined;
};

/** Where a page begins: after this row, in the order of the list. Bytes that are not known come last. */
export type AssetPlace = { id: string; bytes: bigint | null };

export function listAssetRows(
  db: Db,
  filter: AssetFilter,
  page: { order: 'newest' | 'largest'; after?: AssetPlace | undefined; limit: number },
): Promise<AssetRow[]> {
  const { filenamePart, createdFrom, createdBefore, keyId, kind, origin, status } = filter;
  return db.asset.findMany({
    where: {
      keyId,
      ...(kind && { kind }),
      ...(origin && { origin }),
      ...(status && { status }),
      ...(filenamePart && {
        filename: { contains: asLiteral(filenamePart), mode: 'insensitive' as const },
      }),
      createdAt: {
        ...(createdFrom && { gte: createdFrom }),
        ...(createdBefore && { lt: createdBefore }),
      },
      ...(page.after && isAfter(page.order, page.after)),
    },
    orderBy:
      page.order === 'newest'
        ? { id: 'desc' }
        : [{ bytes: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    take: page.limit + 1,
  });
}

/** What stands for anything in a pattern of SQL stands for itself here. */
function asLiteral(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

function isAfter(order: 'newest' | 'largest', { id, bytes }: AssetPlace): Prisma.AssetWhereInput {
  if (order === 'newest') return { id: { lt: id } };
  if (bytes === null) return { bytes: null, id: { lt: id } };
  return { OR: [{ bytes: { lt: bytes } }, { bytes, id: { lt: id } }, { bytes: null }] };
}

/** Deletes the row unless a live task still reads it. */
export async function deleteUnusedAsset(db: Db, id: string): Promise<boolean> {
  const count = await db.$executeRaw`
    WITH gone AS (
      DELETE FROM assets WHERE id = ${id} AND NOT EXISTS (
        SELECT 1 FROM task_inputs i JOIN tasks t ON t.id = i.task_id
        WHERE i.asset_id = assets.id AND t.status IN ('pending', 'processing'))
      RETURNING id, key_id
    )
    SELECT pg_notify(${ASSET_CHANNEL}, json_build_object('assetId', id, 'keyId', key_id)::text)
    FROM gone`;
  return count === 1;
}

/** What was sent with a task, and no other uses. */
export function listAssetsOnlyOf(db: Db, taskId: string): Promise<AssetRow[]> {
  return db.asset.findMany({
    where: { cameWithTask: true, inputs: { some: { taskId }, every: { taskId } } },
  });
}

/** Uploads that began so long ago and have not finished. */
export function listStaleUploads(db: Db, olderThanMs: number): Promise<{ id: string }[]> {
  return db.$queryRaw`
    SELECT id FROM assets WHERE status = 'uploading'
      AND created_at < now() - ${olderThanMs} * interval '1 millisecond' LIMIT 100`;
}

/** Assets that have been kept for as long as promised and that no live task reads. */
export function listExpiredAssets(db: Db, limit: number): Promise<AssetRow[]> {
  return db.$queryRaw<{ id: string }[]>`
    SELECT id FROM assets WHERE expires_at < now() AND status <> 'uploading' AND NOT EXISTS (
      SELECT 1 FROM task_inputs i JOIN tasks t ON t.id = i.task_id
      WHERE i.asset_id = assets.id AND t.status IN ('pending', 'processing'))
    LIMIT ${limit}`.then((rows) =>
    db.asset.findMany({ where: { id: { in: rows.map(({ id }) => id) } } }),
  );
}

/** Of these assets those that exist. */
export function listAssetsById(db: Db, ids: string[]): Promise<AssetRow[]> {
  return db.asset.findMany({ where: { id: { in: ids } } });
}

/** What the key's files take, with what its uploads have declared. */
export async function sumStoredBytes(db: Db, keyId: string): Promise<number> {
  const { _sum: sum } = await db.asset.aggregate({
    where: { keyId, status: { not: 'rejected' } },
    _sum: { bytes: true },
  });
  return Number(sum.bytes ?? 0);
}

/** The same by origin, with how many files there are. */
export async function sumStorage(
  db: Db,
  keyId: string,
): Promise<{ origin: string; bytes: number; files: number }[]> {
  const groups = await db.asset.groupBy({
    by: ['origin'],
    where: { keyId, status: { not: 'rejected' } },
    _sum: { bytes: true },
    _count: true,
  });
  return groups.map(({ origin, _sum: sum, _count: files }) => ({
    origin,
    bytes: Number(sum.bytes ?? 0),
    files,
  }));
}
