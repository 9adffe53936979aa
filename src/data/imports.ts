import type { ProbeLease } from './assets.ts';
import type { Db } from './db.ts';
import { announceAsset } from './event-feed.ts';
import type { Asset as AssetRow } from './generated/client.ts';
import { leaseIsLost } from './leases.ts';

/** What a worker holds while it fetches the bytes of an asset: no later try has been given out. */
export type ImportLease = ProbeLease;
export type ImportRow = AssetRow & { sourceUrl: string };

/** Takes the lease of the next try; null when the import is gone, done or in other hands. */
export async function claimImport(
  db: Db,
  job: ImportLease,
  leaseMs: number,
): Promise<ImportRow | null> {
  const [row] = await db.asset.updateManyAndReturn({
    where: { id: job.id, attempt: job.attempt, status: 'uploading', sourceUrl: { not: null } },
    data: { attempt: { increment: 1 }, bytes: null, receivedBytes: 0 },
  });
  if (!row || row.sourceUrl === null) return null;
  const { sourceUrl } = row;
  return (await reportImport(db, row, { leaseMs, receivedBytes: 0 }))
    ? { ...row, sourceUrl }
    : null;
}

/** Prolongs the lease by database time and says how far it is. False when it is lost. */
export async function reportImport(
  db: Db,
  lease: ImportLease,
  report: { leaseMs: number; receivedBytes: number },
): Promise<boolean> {
  const [row] = await db.$queryRaw<{ key_id: string }[]>`
    UPDATE assets SET received_bytes = ${BigInt(report.receivedBytes)},
      lease_expires_at = now() + ${report.leaseMs} * interval '1 millisecond'
    WHERE id = ${lease.id} AND attempt = ${lease.attempt} AND status = 'uploading'
    RETURNING key_id`;
  if (!row) return false;
  await announceAsset(db, { assetId: lease.id, keyId: row.key_id });
  return true;
}

/** Imports whose worker is lost. Each is locked until the transaction ends. */
export function lockLostImports(tx: Db, leaseMs: number): Promise<ImportLease[]> {
  return tx.$queryRaw`
    SELECT id, attempt FROM assets WHERE status = 'uploading' AND ${leaseIsLost(leaseMs)}
    LIMIT 100 FOR UPDATE SKIP LOCKED`;
}

/** Imports that wait for a worker, with the job that should bring them to one. */
export function listWaitingImports(
  db: Db,
  limit: number,
): Promise<(ImportLease & { jobId: string | null })[]> {
  return db.asset.findMany({
    where: { status: 'uploading', leaseExpiresAt: null, sourceUrl: { not: null } },
    select: { id: true, attempt: true, jobId: true },
    take: limit,
  });
}

/** Of these `import-ASSET-ATTEMPT` names those whose try nobody has ended. */
export async function listRunningImports(db: Db, names: string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT 'import-' || id || '-' || attempt AS name FROM assets
    WHERE status = 'uploading' AND lease_expires_at IS NOT NULL
      AND 'import-' || id || '-' || attempt = ANY(${names})`;
  return rows.map(({ name }) => name);
}
