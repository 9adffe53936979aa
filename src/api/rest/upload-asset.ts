import type { Asset } from '../../domain/asset.ts';
import { addAsset } from '../../services/assets/add-asset.ts';
import { getAsset } from '../../services/assets/get-asset.ts';
import type { CallContext } from '../../services/context.ts';
import { createOnce, REPLAYED } from './idempotency.ts';
import { getFile, receiveForm } from './receive-form.ts';
import type { HttpCall } from './route.ts';

/** One file in one request. The asset begins once its bytes are here, so an aborted call leaves none. */
export async function uploadAsset(
  ctx: CallContext,
  http: HttpCall,
): Promise<{ body: Asset; headers: Record<string, string> }> {
  await using form = await receiveForm(ctx, http.request, {
    files: { file: 1 },
    fields: ['sha256'],
  });
  const { path, filename, bytes, sha256 } = getFile(form, 'file');
  const { resourceId, replayed } = await createOnce(
    ctx,
    { headers: http.headers, operation: 'assets.create', body: { filename, sha256 } },
    () => addAsset(ctx, { path, filename, bytes, sha256, declaredSha256: form.fields.sha256 }),
  );
  return {
    body: await getAsset(ctx, { id: resourceId }),
    headers: { Location: `/api/v1/assets/${resourceId}`, ...(replayed && REPLAYED) },
  };
}
