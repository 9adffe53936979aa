import type { Asset } from '../../domain/asset.ts';
import { abandonUpload } from '../../services/assets/abandon-upload.ts';
import { beginUpload } from '../../services/assets/begin-upload.ts';
import { finishUpload } from '../../services/assets/finish-upload.ts';
import { getAsset } from '../../services/assets/get-asset.ts';
import type { CallContext } from '../../services/context.ts';
import { createOnce, REPLAYED } from './idempotency.ts';
import { receiveFile } from './receive-file.ts';
import type { HttpCall } from './route.ts';

/** One file in one request. The asset begins once its bytes are here, so an aborted call leaves none. */
export async function uploadAsset(
  ctx: CallContext,
  http: HttpCall,
): Promise<{ body: Asset; headers: Record<string, string> }> {
  await using file = await receiveFile(ctx, http.request, { file: 'file', fields: ['sha256'] });
  const { path, filename, bytes, sha256 } = file;
  const { resourceId, replayed } = await createOnce(
    ctx,
    { headers: http.headers, operation: 'assets.create', body: { filename, sha256 } },
    async () => {
      const { assetId } = await beginUpload(ctx, { filename, bytes, sha256: file.fields.sha256 });
      try {
        await finishUpload(ctx, { assetId, path, bytes, sha256 });
      } catch (error) {
        // Nobody can go on with it, so it must not count as one that is under way.
        await abandonUpload(ctx, { assetId }).catch(() => {});
        throw error;
      }
      return assetId;
    },
  );
  return {
    body: await getAsset(ctx, { id: resourceId }),
    headers: { Location: `/api/v1/assets/${resourceId}`, ...(replayed && REPLAYED) },
  };
}
