import { join } from 'node:path';
import { insertAsset } from '../../data/assets.ts';
import { lockKey } from '../../data/db.ts';
import { labelFromFilename } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { newId } from '../../domain/ids.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { checkSpace } from '../system/check-space.ts';
import { checkStoredBytes } from './check-room.ts';

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
  input: {
    filename: string;
    bytes: number | null;
    sha256?: string | undefined;
    /** Whether it goes with the last task that used it. */
    cameWithTask?: boolean;
  },
): Promise<{ assetId: string; path: string }> {
  requireScope(ctx.caller, 'create');
  if (input.bytes !== null && input.bytes > maxUploadBytes(ctx)) {
    throw new AppError(
      'payload_too_large',
      `A file may have at most ${maxUploadBytes(ctx)} bytes: make it smaller, or cut it`,
    );
  }
  if (input.sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(input.sha256)) {
    throw new AppError('invalid_request', 'sha256 must be 64 hexadecimal digits');
  }
  await checkSpace(ctx);
  const id = newId('asset');
  const { keyId } = ctx.caller;
  await ctx.database.transaction(async (tx) => {
    await lockKey(tx, keyId);
    await checkStoredBytes(tx, ctx, { keyId, bytes: input.bytes ?? 0 });
    await insertAsset(tx, {
      id,
      keyId,
      status: 'uploading',
      filename: labelFromFilename(input.filename),
      cameWithTask: input.cameWithTask ?? false,
      bytes: input.bytes,
      sha256: input.sha256?.toLowerCase() ?? null,
    });
  });
  await passFaultPoint('upload-begun');
  return { assetId: id, path: join(ctx.paths.uploads, id) };
}
