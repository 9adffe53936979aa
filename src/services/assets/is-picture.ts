import { findAsset } from '../../data/assets.ts';
import { HEAD_BYTES, pictureFormatOf } from '../../domain/picture-format.ts';
import type { AppContext } from '../context.ts';

/** Whether an asset is a still picture: as probing found, and by its first bytes while that goes on. */
export async function isPicture(app: AppContext, id: string): Promise<boolean> {
  const row = await findAsset(app.database.pool, id);
  if (row?.kind || !row?.blob) return row?.kind === 'image';
  const head = await app.blobs.open(row.blob, { start: 0, end: HEAD_BYTES - 1 }).toArray();
  return pictureFormatOf(Buffer.concat(head)) !== null;
}
