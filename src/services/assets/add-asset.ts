import type { CallContext } from '../context.ts';
import { abandonUpload } from './abandon-upload.ts';
import { beginUpload } from './begin-upload.ts';
import { finishUpload } from './finish-upload.ts';

/** A file whose bytes are all here, at a path of ours. */
export type GatheredFile = { path: string; filename: string; bytes: number; sha256: string };

/** Makes an asset of a file that has come whole. @returns its id @throws AppError `checksum_mismatch` */
export async function addAsset(
  ctx: CallContext,
  input: GatheredFile & { declaredSha256?: string | undefined; cameWithTask?: boolean },
): Promise<string> {
  const { path, filename, bytes, sha256, declaredSha256, cameWithTask = false } = input;
  const { assetId } = await beginUpload(ctx, {
    ...{ filename, bytes, sha256: declaredSha256, cameWithTask },
  });
  try {
    await finishUpload(ctx, { assetId, path, bytes, sha256 });
  } catch (error) {
    // Nobody can go on with it, so it must not count as one that is under way.
    await abandonUpload(ctx, { assetId }).catch(() => {});
    throw error;
  }
  return assetId;
}
