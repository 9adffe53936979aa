import { z } from 'zod';
import { MAX_BATCH_TASKS } from '../../domain/batch.ts';
import { AppError } from '../../domain/errors.ts';
import { callbackUrlSchema, taskOptionsSchema } from '../../domain/task.ts';
import { assetIdOfPath } from '../../domain/upload-path.ts';
import { checkIncoming } from '../../services/assets/check-incoming.ts';
import { getBatch } from '../../services/batches/get-batch.ts';
import type { CallContext } from '../../services/context.ts';
import { createLipsync, type LipsyncSource } from '../../services/tasks/create-lipsync.ts';
import { parseInput } from '../parse-input.ts';
import { type Refusal, spellOut } from '../problem.ts';
import { CREATE_TASK_ERRORS, createOnce, REPLAYED } from '../rest/idempotency.ts';
import { partError, type ReceivedFile, receiveForm } from '../rest/receive-form.ts';
import { type HttpCall, type Route, route } from '../rest/route.ts';
import { FILE_PART, givenValues } from './form-values.ts';
import { readGenerateCall } from './generate.ts';
import { lipsyncUploadRoutes } from './lipsync-uploads.ts';

const { resolution, fps, format, expression, head_motion } = taskOptionsSchema.shape;
const optionsSchema = z.strictObject({ resolution, fps, format, expression, head_motion });
const requestSchema = optionsSchema.extend({
  audio_path: z.string().optional().describe('From an upload, in place of `audio`'),
  video_path: z.string().optional().describe('From an upload, in place of `video`'),
  template_id: z.string().optional().describe('Not available in this version'),
  callback_url: callbackUrlSchema.optional(),
});
type Request = z.infer<typeof requestSchema>;

const FIELDS = Object.keys(requestSchema.shape);
const NUMBERS = ['fps', 'expression', 'head_motion'];
const FILES = { audio: 1, video: 1, videos: MAX_BATCH_TASKS };
type Files = Partial<Record<keyof typeof FILES, ReceivedFile[]>>;

const acceptedTask = {
  task_id: z.string(),
  status: z.literal('pending'),
  polling_url: z.string(),
};
const acceptedSchema = z
  .object({
    ...acceptedTask,
    batch_id: z.string().optional().describe('Of several `videos`'),
    tasks: z.array(z.object(acceptedTask)).optional().describe('Of several `videos`: one for each'),
  })
  .meta({ id: 'AcceptedLipsync' });

/** Pointers of errors as this dialect calls the fields. */
const refusal: Refusal = (problem) => ({
  ...spellOut(problem),
  errors: problem.errors?.map((error) => ({ ...error, pointer: fieldOf(error.pointer) })),
});

function fieldOf(pointer: string): string {
  const [, place, rest = pointer] = /^\/tasks\/(\d+)(.*)$/.exec(pointer) ?? [];
  const field = rest.replace(/^\/(options|input)(?=\/)/, '').replace(/^\/image$/, '/video');
  return place !== undefined && field === '/video' ? `/videos/${place}` : field;
}

/** A call of this dialect, from a form or as JSON. */
async function generate(ctx: CallContext, http: HttpCall, body: 'form' | Record<string, unknown>) {
  if (body !== 'form') return order(ctx, http, { given: body, files: {} });
  await checkIncoming(ctx, Number(http.headers.get('content-length') ?? 0));
  await using form = await receiveForm(ctx, http.request, { files: FILES, fields: FIELDS });
  return await order(ctx, http, { given: form.fields, files: form.files });
}

async function order(
  ctx: CallContext,
  http: HttpCall,
  { given, files }: { given: Record<string, unknown>; files: Files },
) {
  const request = parseInput(requestSchema, givenValues(given, NUMBERS));
  if (request.template_id !== undefined) {
    throw new AppError(
      'not_implemented',
      'Templates are not available in this version: send `video` or `video_path` instead of `template_id`',
    );
  }
  const audio = audioOf(request, files);
  const videos = videosOf(request, files);
  const { callback_url: callbackUrl } = request;
  const { resourceId, replayed } = await createOnce(
    ctx,
    {
      headers: http.headers,
      operation: 'lipsync.generate',
      body: { request, files: [files.audio, files.video, files.videos].map(sums) },
    },
    (once) =>
      createLipsync(once, {
        ...{ audio, videos, callbackUrl, metadata: {} },
        asBatch: files.videos !== undefined,
        options: parseInput(optionsSchema.strip(), request),
      }),
  );
  return { body: await accepted(ctx, resourceId), headers: replayed ? REPLAYED : {} };
}

function sums(files: ReceivedFile[] = []): string[][] {
  return files.map(({ filename, sha256 }) => [filename, sha256]);
}

function audioOf(request: Request, files: Files): LipsyncSource {
  const [first, second] = [...(files.audio ?? []), ...fromPath(request, 'audio_path')];
  if (!first) throw partError('audio', 'is needed: send the file, or audio_path from an upload');
  if (second) throw partError('audio', 'must be given once, as a file or as audio_path');
  return first;
}

function videosOf(request: Request, files: Files): LipsyncSource[] {
  const single = [...(files.video ?? []), ...fromPath(request, 'video_path')];
  const { videos = [] } = files;
  if (single.length + videos.length === 0) {
    throw partError('video', 'is needed: send the file, several as videos, or video_path');
  }
  if (single.length > 1 || (single.length > 0 && videos.length > 0)) {
    throw partError('video', 'must be given in one way: as video, as videos or as video_path');
  }
  return [...single, ...videos];
}

function fromPath(request: Request, field: 'audio_path' | 'video_path'): { assetId: string }[] {
  const path = request[field];
  if (path === undefined) return [];
  const assetId = assetIdOfPath(path);
  if (!assetId)
    throw partError(field, 'must be a path from an upload, as /api/v1/upload/complete gives it');
  return [{ assetId }];
}

async function accepted(ctx: CallContext, id: string): Promise<z.infer<typeof acceptedSchema>> {
  const line = (taskId: string) => ({
    task_id: taskId,
    status: 'pending' as const,
    polling_url: `/api/v1/tasks/${taskId}`,
  });
  if (id.startsWith('task_')) return line(id);
  const batch = await getBatch(ctx, { id });
  const tasks = batch.tasks.map((task) => line(task.id));
  const [first] = tasks;
  if (!first) throw new AppError('not_found', 'The tasks of this batch were deleted');
  return { ...first, batch_id: id, tasks };
}

const { properties: fields = {} } = z.toJSONSchema(requestSchema);

const generateRoute = route({
  method: 'post',
  path: '/generate',
  id: 'lipsync.generate',
  tag: 'lip-sync',
  access: 'create',
  summary: 'Make the mouth in a video follow a recording',
  description:
    'Files come as a form in any order of its parts, or were uploaded before and are named by their paths. A still picture may stand for the video. Follow the task at `polling_url`; `GET` and `DELETE /api/v1/tasks/{id}` are as for all tasks. The key may also come as `?token=`. The calls of two other earlier services at this address are told by their fields (`image_base64`, `image_path`) and not available in this version.',
  status: 202,
  response: acceptedSchema,
  consumes: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: {
          audio: {
            ...FILE_PART,
            description: 'What is to be said: a recording, or a video with sound',
          },
          video: { ...FILE_PART, description: 'Who says it: footage or a picture' },
          videos: {
            type: 'array',
            items: FILE_PART,
            maxItems: MAX_BATCH_TASKS,
            description: 'Several, each a task of one batch',
          },
          ...fields,
        },
      },
      example: { audio: '@voice.wav', video: '@portrait.jpg' },
    },
    'application/json': {
      schema: { type: 'object', properties: fields },
      example: {
        audio_path: '/uploads/audio/asset_01kb8n5v6x3m9q2w7r4t1y0z8c.wav',
        video_path: '/uploads/video/asset_01kb8n5v6x3m9q2w7r4t1y0z8d.mp4',
        resolution: '720p',
      },
    },
  },
  errors: [...CREATE_TASK_ERRORS, 'storage_full', 'not_implemented'],
  requestHeaders: ['Idempotency-Key'],
  headers: ['Idempotency-Replayed'],
  refusal,
  async run(ctx, { http }) {
    const { family, body } = await readGenerateCall(ctx, http);
    if (family === 'lip-sync') return generate(ctx, http, body);
    throw new AppError(
      'not_implemented',
      `This is a call of the ${family} service, which this version does not answer: see /docs for what it does`,
    );
  },
});

export const lipsyncRoutes: readonly Route[] = [generateRoute, ...lipsyncUploadRoutes];
