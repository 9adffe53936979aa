import { z } from 'zod';
import {
  assetSchema,
  changeAssetExpirySchema,
  deleteAssetsSchema,
  deletedAssetSchema,
  deletedAssetsSchema,
  importAssetSchema,
  listAssetsSchema,
} from '../../domain/asset.ts';
import { assetIdSchema } from '../../domain/ids.ts';
import { pageSchema } from '../../domain/page.ts';
import { changeAssetExpiry } from '../../services/assets/change-asset-expiry.ts';
import { deleteAsset } from '../../services/assets/delete-asset.ts';
import { deleteAssets } from '../../services/assets/delete-assets.ts';
import { getAsset } from '../../services/assets/get-asset.ts';
import { importAsset } from '../../services/assets/import-asset.ts';
import { listAssets } from '../../services/assets/list-assets.ts';
import type { AssetPart } from '../../services/assets/render-asset.ts';
import { serveAssetContent } from './asset-content.ts';
import { createOnce, REPLAYED } from './idempotency.ts';
import { openRoute, type Route, route } from './route.ts';
import { tagged } from './tagged.ts';
import { uploadAsset } from './upload-asset.ts';

const params = z.object({ id: assetIdSchema });
const link = z.strictObject({
  exp: z.string().max(20).optional().describe('Of a signed link: when it expires'),
  sig: z.string().max(200).optional().describe('Of a signed link: its signature'),
  download: z.enum(['1', 'true']).optional().describe('Save rather than show'),
});
const CONTENT_DOC = {
  status: 200,
  params,
  query: link,
  produces: 'application/octet-stream',
  requestHeaders: ['Range', 'If-Range', 'If-None-Match'],
  headers: ['ETag', 'Accept-Ranges', 'Content-Disposition'],
  errors: ['range_not_satisfiable', 'conflict'],
  also: { 206: 'The bytes that Range asks for', 304: 'Not modified' },
} as const;

const TAGGED = {
  requestHeaders: ['If-None-Match'],
  headers: ['ETag'],
  also: { 304: 'Nothing has changed since the version in If-None-Match' },
} as const;

const create = route({
  method: 'post',
  path: '/assets',
  id: 'assets.create',
  tag: 'assets',
  access: 'create',
  summary: 'Upload a picture, recording or video in one request',
  description: 'For large files over unsteady networks use the resumable uploads (tus) instead.',
  status: 201,
  response: assetSchema,
  errors: ['checksum_mismatch', 'payload_too_large', 'unsupported_media_type', 'storage_full'],
  requestHeaders: ['Idempotency-Key'],
  headers: ['Location', 'Idempotency-Replayed'],
  consumes: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['file'],
        properties: {
          file: { type: 'string', contentMediaType: 'application/octet-stream' },
          sha256: {
            type: 'string',
            pattern: '^[0-9a-fA-F]{64}$',
            description: 'The upload is refused when its bytes have another hash',
          },
        },
      },
      example: { file: '@portrait.jpg' },
    },
  },
  run: (ctx, { http }) => uploadAsset(ctx, http),
});

const importOne = route({
  method: 'post',
  path: '/assets/import',
  id: 'assets.import',
  tag: 'assets',
  access: 'create',
  summary: 'Fetch a picture, recording or video from an address',
  description:
    'Answers at once: the asset is `uploading` while its bytes come, then it is probed as any upload. Only public addresses are called, and up to three redirects to such are followed.',
  status: 202,
  body: importAssetSchema,
  response: assetSchema,
  example: { body: { url: 'https://files.example.org/talk.mp4' } },
  errors: ['url_refused', 'storage_full'],
  requestHeaders: ['Idempotency-Key'],
  headers: ['Location', 'Idempotency-Replayed'],
  async run(ctx, { body, http }) {
    const { resourceId, replayed } = await createOnce(
      ctx,
      { headers: http.headers, operation: 'assets.import', body },
      async (once) => (await importAsset(once, body)).id,
    );
    return {
      body: await getAsset(ctx, { id: resourceId }),
      headers: { Location: `/api/v1/assets/${resourceId}`, ...(replayed && REPLAYED) },
    };
  },
});

const list = route({
  method: 'get',
  path: '/assets',
  id: 'assets.list',
  tag: 'assets',
  access: 'read',
  summary: 'Your assets, newest or largest first',
  status: 200,
  query: listAssetsSchema,
  response: pageSchema(assetSchema),
  ...TAGGED,
  run: async (ctx, { query, http }) => tagged(http, await listAssets(ctx, query)),
});

const get = route({
  method: 'get',
  path: '/assets/{id}',
  id: 'assets.get',
  tag: 'assets',
  access: 'read',
  summary: 'An asset',
  status: 200,
  params,
  response: assetSchema,
  ...TAGGED,
  run: async (ctx, { params: { id }, http }) => tagged(http, await getAsset(ctx, { id })),
});

const change = route({
  method: 'patch',
  path: '/assets/{id}',
  id: 'assets.change',
  tag: 'assets',
  access: 'create',
  summary: 'Keep an asset for longer, or for less long',
  description:
    'Give either `keep_until` or `expires_in`. The latest time is as far from now as for a new file.',
  status: 200,
  params,
  body: changeAssetExpirySchema,
  response: assetSchema,
  example: { body: { expires_in: 86_400 } },
  errors: ['conflict'],
  run: async (ctx, { params: { id }, body }) => ({
    body: await changeAssetExpiry(ctx, { id, change: body }),
  }),
});

const removeMany = route({
  method: 'post',
  path: '/assets/delete',
  id: 'assets.deleteMany',
  tag: 'assets',
  access: 'create',
  summary: 'Delete many assets and their bytes',
  status: 200,
  body: deleteAssetsSchema,
  response: deletedAssetsSchema,
  example: { body: { ids: ['asset_01kb8n5v6x3m9q2w7r4t1y0z8c'] } },
  run: async (ctx, { body }) => ({ body: await deleteAssets(ctx, body) }),
});

const remove = route({
  method: 'delete',
  path: '/assets/{id}',
  id: 'assets.delete',
  tag: 'assets',
  access: 'create',
  summary: 'Delete an asset and its bytes',
  status: 200,
  params,
  response: deletedAssetSchema,
  errors: ['conflict'],
  run: async (ctx, { params: { id } }) => ({ body: await deleteAsset(ctx, { id }) }),
});

const content = openRoute({
  ...CONTENT_DOC,
  method: 'get',
  path: '/assets/{id}/content',
  id: 'assets.content',
  tag: 'assets',
  access: 'link',
  summary: 'The bytes of an asset',
  run: (app, { params: { id }, query, http, caller }) =>
    serveAssetContent(app, caller, { wanted: wanted(id, query, 'content'), http }),
});

const thumbnail = openRoute({
  ...CONTENT_DOC,
  method: 'get',
  path: '/assets/{id}/thumbnail',
  id: 'assets.thumbnail',
  tag: 'assets',
  access: 'link',
  summary: 'A small picture of an asset',
  run: (app, { params: { id }, query, http, caller }) =>
    serveAssetContent(app, caller, { wanted: wanted(id, query, 'thumbnail'), http }),
});

const captions = openRoute({
  ...CONTENT_DOC,
  method: 'get',
  path: '/assets/{id}/captions',
  id: 'assets.captions',
  tag: 'assets',
  access: 'link',
  summary: 'The captions of a video, as WebVTT or SubRip',
  run: (app, { params: { id }, query, http, caller }) =>
    serveAssetContent(app, caller, { wanted: wanted(id, query, 'captions'), http }),
});

function wanted(id: string, query: z.output<typeof link>, part: AssetPart) {
  return { id, part, download: query.download !== undefined, exp: query.exp, sig: query.sig };
}

export const assetRoutes: readonly Route[] = [
  create,
  importOne,
  list,
  get,
  change,
  remove,
  removeMany,
  content,
  thumbnail,
  captions,
];
