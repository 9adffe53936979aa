import type { AssetKind, AssetStatus } from '../domain/asset.ts';
import type { Db } from './db.ts';
import type { Asset as AssetRow, Prisma } from './generated/client.ts';

export type { AssetRow };
export type NewAsset = Prisma.AssetUncheckedCreateInput;

export function insertAsset(db: Db, row: NewAsset): Promise<AssetRow> {
  return db.asset.create({ data: row });
}

export function findAsset(db: Db, id: string): Promise<AssetRow | null> {
  return db.asset.findUnique({ where: { id } });
}

/** The assets as they are now; nobody can change or delete them before the transaction ends. */
export async function lockAssets(tx: Db, ids: string[]): Promise<AssetRow[]> {
  await tx.$queryRaw`SELECT 1 FROM assets WHERE id = ANY(${ids}) FOR SHARE`;
  return tx.asset.findMany({ where: { id: { in: ids } } });
}

/** Changes an asset that is in the given status; null when it is no longer. */
export async function changeAsset(
  db: Db,
  which: { id: string; status: AssetStatus },
  data: Prisma.AssetUncheckedUpdateInput,
): Promise<AssetRow | null> {
  const [row] = await db.asset.updateManyAndReturn({ where: which, data });
  return row ?? null;
}

export function listAssetRows(
  db: Db,
  query: { keyId?: string; kind?: AssetKind; status?: AssetStatus; limit: number; cursor?: string },
): Promise<AssetRow[]> {
  const { limit, cursor, ...where } = query;
  return db.asset.findMany({
    where: { ...where, ...(cursor && { id: { lt: cursor } }) },
    orderBy: { id: 'desc' },
    take: limit + 1,
  });
}

/** Deletes the row unless a live task still reads it. */
export async function deleteUnusedAsset(db: Db, id: string): Promise<boolean> {
  const { count } = await db.asset.deleteMany({
    where: { id, inputs: { none: { task: { status: { in: ['pending', 'processing'] } } } } },
  });
  return count === 1;
}

/** Deletes uploads that began before this moment and have not finished. */
export async function deleteUploadsBefore(db: Db, before: Date): Promise<void> {
  await db.asset.deleteMany({ where: { status: 'uploading', createdAt: { lt: before } } });
}
