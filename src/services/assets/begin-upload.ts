import { join } from 'node:path';
import { insertAsset } from '../../data/assets.ts';
import { labelFromFilename } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import { newId } from '../../domain/ids.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';

/** The most bytes any upload may have, before its content says what it is. */
export function maxUploadBytes(ctx: Pick<CallContext, 'env'>): number {
  const { env } = ctx;
  return Math.max(
    env.MOUTHPIECE_LIMIT_VIDEO_BYTES,
    env.MOUTHPIECE_LIMIT_AUDIO_BYTES,
    env.MOUTHPIECE_LIMIT_IMAGE_BYTES,
  );
}

/** Opens an upload: an asset in status `uploading`, and the local path where the transport gathers its bytes. */
export async function beginUpload(
  ctx: CallContext,
  input: { filename: string; bytes: number | null; sha256?: string | undefined },
): Promise<{ assetId: string; path: string }> {
  requireScope(ctx.caller, 'create');
  if (input.bytes !== null && input.bytes > maxUploadBytes(ctx)) {
    throw new AppError('payload_too_large', `A file may have at most ${maxUploadBytes(ctx)} bytes`);
  }
  if (input.sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(input.sha256)) {
    throw new AppError('invalid_request', 'sha256 must be 64 hexadecimal digits');
  }
  const id = newId('asset');
  await insertAsset(ctx.database.pool, {
    id,
    keyId: ctx.caller.keyId,
    status: 'uploading',
    filename: labelFromFilename(input.filename),
    bytes: input.bytes,
    sha256: input.sha256?.toLowerCase() ?? null,
  });
  return { assetId: id, path: join(ctx.paths.uploads, id) };
}
