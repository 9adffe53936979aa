import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { assetIdSchema } from '../../domain/ids.ts';
import { uploadPath } from '../../domain/upload-path.ts';
import { addChunk } from '../../services/chunked-uploads/add-chunk.ts';
import {
  beginChunkedUpload,
  DEFAULT_CHUNK_BYTES,
  MAX_CHUNK_BYTES,
} from '../../services/chunked-uploads/begin-chunked-upload.ts';
import { completeChunkedUpload } from '../../services/chunked-uploads/complete-chunked-upload.ts';
import {
  type ChunkedUpload,
  getChunkedUpload,
  missingChunks,
} from '../../services/chunked-uploads/get-chunked-upload.ts';
import { problemResponse, spellOut } from '../problem.ts';
import { createOnce, REPLAYED } from '../rest/idempotency.ts';
import { getFile, partError, receiveForm } from '../rest/receive-form.ts';
import { type Route, route } from '../rest/route.ts';
import { FILE_PART } from './form-values.ts';

const initSchema = z.strictObject({
  filename: z.string().min(1).max(1_000),
  size: z.number().int().min(1).describe('Bytes of the whole file'),
  mime_type: z.string().max(200).nullish(),
  chunk_size: z
    .number()
    .int()
    .min(1)
    .max(MAX_CHUNK_BYTES)
    .nullish()
    .describe(`Bytes of each chunk but the last; by default ${DEFAULT_CHUNK_BYTES}`),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, { error: 'must be 64 hexadecimal digits' })
    .nullish()
    .describe('Completing is refused when the bytes have another hash'),
});

const count = z.number().int();
const progress = {
  upload_id: z.string(),
  received: count.describe('How many chunks are here'),
  remaining: count.describe('How many are not'),
  total_chunks: count,
};
const uploadSchema = z
  .object({
    ...progress,
    filename: z.string(),
    size: count,
    chunk_size: count,
    status: z.enum(['uploading', 'complete']),
    chunks: z.array(count).describe('Indexes of the chunks that are here'),
    missing: z.array(count).describe('Indexes of the others'),
  })
  .meta({ id: 'ChunkedUpload' });
const chunkSchema = z.object({ ...progress, index: count }).meta({ id: 'ReceivedChunk' });
const completeSchema = z
  .object({ path: z.string().describe('Names the file in later calls'), asset_id: assetIdSchema })
  .meta({ id: 'CompletedUpload' });

function render(upload: ChunkedUpload): z.infer<typeof uploadSchema> {
  return {
    ...progressOf(upload),
    filename: upload.filename,
    size: upload.bytes,
    chunk_size: upload.chunkBytes,
    status: upload.isComplete ? 'complete' : 'uploading',
    chunks: upload.received,
    missing: missingChunks(upload),
  };
}

function progressOf({ id, chunks, received }: ChunkedUpload) {
  return {
    upload_id: id,
    received: received.length,
    remaining: chunks - received.length,
    total_chunks: chunks,
  };
}

/** A malformed id names nothing, like one that is not there. */
function uploadId(id: string | undefined): string {
  const parsed = assetIdSchema.safeParse(id);
  if (!parsed.success) throw new AppError('not_found', 'There is no upload with this id');
  return parsed.data;
}

const common = { tag: 'lip-sync', status: 200, refusal: spellOut } as const;

const init = route({
  ...common,
  method: 'post',
  path: '/upload/init',
  id: 'lipsync.uploads.init',
  access: 'create',
  summary: 'Begin an upload in chunks',
  body: initSchema,
  response: uploadSchema,
  example: { body: { filename: 'talk.mp4', size: 73_400_320, mime_type: 'video/mp4' } },
  errors: ['payload_too_large', 'quota_exceeded', 'storage_full'],
  requestHeaders: ['Idempotency-Key'],
  headers: ['Idempotency-Replayed'],
  async run(ctx, { body, http }) {
    const { resourceId, replayed } = await createOnce(
      ctx,
      { headers: http.headers, operation: 'lipsync.uploads.init', body },
      async (once) => {
        const begun = await beginChunkedUpload(once, {
          filename: body.filename,
          bytes: body.size,
          mime: body.mime_type ?? undefined,
          chunkBytes: body.chunk_size ?? undefined,
          sha256: body.sha256 ?? undefined,
        });
        return begun.id;
      },
    );
    const upload = await getChunkedUpload(ctx, { id: resourceId });
    return { body: render(upload), headers: replayed ? REPLAYED : {} };
  },
});

const chunk = route({
  ...common,
  method: 'post',
  path: '/upload/chunk',
  id: 'lipsync.uploads.chunk',
  access: 'create',
  summary: 'Send a chunk: in any order, several at once, again if in doubt',
  response: chunkSchema,
  consumes: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        required: ['upload_id', 'index', 'chunk'],
        properties: {
          upload_id: { type: 'string' },
          index: { type: 'string', pattern: '^[0-9]+$', description: 'From 0' },
          chunk: FILE_PART,
        },
      },
      example: { upload_id: 'asset_01kb8n5v6x3m9q2w7r4t1y0z8c', index: '0', chunk: '@part.bin' },
    },
  },
  errors: ['not_found', 'storage_full'],
  async run(ctx, { http }) {
    await using form = await receiveForm(ctx, http.request, {
      files: { chunk: 1 },
      fields: ['upload_id', 'index'],
      maxBytes: MAX_CHUNK_BYTES,
    });
    const { upload_id: id, index = '' } = form.fields;
    if (!/^\d{1,6}$/.test(index)) throw partError('index', 'must be the number of the chunk');
    const { path, bytes } = getFile(form, 'chunk');
    const upload = await addChunk(ctx, { id: uploadId(id), index: Number(index), path, bytes });
    return { body: { ...progressOf(upload), index: Number(index) } };
  },
});

const get = route({
  ...common,
  method: 'get',
  path: '/upload/{id}',
  id: 'lipsync.uploads.get',
  access: 'read',
  summary: 'Which chunks have arrived',
  params: z.object({ id: assetIdSchema }),
  response: uploadSchema,
  run: async (ctx, { params }) => ({ body: render(await getChunkedUpload(ctx, params)) }),
});

const complete = route({
  ...common,
  method: 'post',
  path: '/upload/complete',
  id: 'lipsync.uploads.complete',
  access: 'create',
  summary: 'Make a file of the chunks',
  description: 'While chunks are missing the answer is 409 with their indexes in `missing`.',
  body: z.strictObject({ upload_id: z.string() }),
  response: completeSchema,
  example: { body: { upload_id: 'asset_01kb8n5v6x3m9q2w7r4t1y0z8c' } },
  errors: ['not_found', 'conflict', 'checksum_mismatch', 'storage_full'],
  async run(ctx, { body }) {
    const upload = await completeChunkedUpload(ctx, { id: uploadId(body.upload_id) });
    if (upload.isComplete) return { body: { path: uploadPath(upload), asset_id: upload.id } };
    const missing = missingChunks(upload);
    const error = new AppError(
      'conflict',
      `${missing.length} of ${upload.chunks} chunks are missing: send them, then complete again`,
    );
    return problemResponse(error, ctx.logger, {
      refusal: (problem) => ({ ...spellOut(problem), missing }),
    });
  },
});

/** Uploads in chunks, as clients of the lip-sync service make them. */
export const lipsyncUploadRoutes: readonly Route[] = [init, chunk, get, complete];
