import { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError } from '../../domain/errors.ts';
import { taskIdSchema } from '../../domain/ids.ts';
import { callbackUrlSchema, type Task } from '../../domain/task.ts';
import { checkIncoming } from '../../services/assets/check-incoming.ts';
import { openAssetContent } from '../../services/assets/open-asset-content.ts';
import type { CallContext } from '../../services/context.ts';
import { createLipsync } from '../../services/tasks/create-lipsync.ts';
import { getTask } from '../../services/tasks/get-task.ts';
import { holdForTask } from '../../services/tasks/hold-for-task.ts';
import { parseInput } from '../parse-input.ts';
import { spellOut } from '../problem.ts';
import { contentDisposition } from '../rest/content-disposition.ts';
import { CREATE_TASK_ERRORS, createOnce, REPLAYED } from '../rest/idempotency.ts';
import {
  partError,
  type ReceivedFile,
  type ReceivedForm,
  receiveForm,
} from '../rest/receive-form.ts';
import { type HttpCall, type Route, type RouteDoc, route } from '../rest/route.ts';
import { FILE_PART, givenValues } from './form-values.ts';

const fieldsSchema = z.strictObject({
  description: z.string().max(4000).optional().describe('Yours: told again with the status'),
  callback_url: callbackUrlSchema.optional(),
});

/** Clients use either pair of names. */
const NAMES = { audio: ['audio', 'audio_file'], video: ['video', 'video_file'] } as const;
const FILES = { audio: 1, audio_file: 1, video: 1, video_file: 1 };

const createdSchema = z
  .object({ task_id: z.string(), status: z.literal('pending') })
  .meta({ id: 'DispatchedTask' });
const time = z.string().nullable();
const statusSchema = z
  .object({
    task_id: z.string(),
    status: z
      .enum(['pending', 'processing', 'completed', 'failed'])
      .describe('A cancelled task shows as failed'),
    progress: z.number().describe('0 to 1'),
    result_url: z.string().nullable().describe('Opens without a key; new with every call'),
    error_message: z.string().nullable(),
    description: z.string().nullable(),
    created_at: z.string(),
    started_at: time,
    completed_at: time,
  })
  .meta({ id: 'DispatchedTaskStatus' });

/** Takes the form and creates its task, once for an Idempotency-Key. @returns its id */
async function dispatch(
  ctx: CallContext,
  http: HttpCall,
): Promise<{ resourceId: string; replayed: boolean }> {
  await checkIncoming(ctx, Number(http.headers.get('content-length') ?? 0));
  const names = Object.keys(fieldsSchema.shape);
  await using form = await receiveForm(ctx, http.request, { files: FILES, fields: names });
  const fields = parseInput(fieldsSchema, givenValues(form.fields));
  const audio = onlyFile(form, 'audio');
  const video = onlyFile(form, 'video');
  const { description, callback_url: callbackUrl } = fields;
  const call = {
    headers: http.headers,
    operation: 'dispatcher.create',
    body: { fields, audio: audio.sha256, video: video.sha256 },
  };
  return await createOnce(ctx, call, (once) =>
    createLipsync(once, {
      ...{ audio, videos: [video], asBatch: false, options: {}, callbackUrl },
      metadata: description === undefined ? {} : { description },
    }),
  );
}

function onlyFile({ files }: ReceivedForm, role: keyof typeof NAMES): ReceivedFile {
  const [first, second] = NAMES[role].flatMap((name) => files[name] ?? []);
  const [short, long] = NAMES[role];
  if (!first) throw partError(short, `is needed: send the file as ${long} or as ${short}`);
  if (second) throw partError(short, `must be given once, as ${long} or as ${short}`);
  return first;
}

function render(task: Task): z.infer<typeof statusSchema> {
  const { task_id, status, progress, result_url, created_at, started_at, completed_at } = task;
  const common = { task_id, progress, result_url, created_at, started_at, completed_at };
  const described = { ...common, description: task.metadata.description ?? null };
  if (status === 'cancelled') {
    return { ...described, status: 'failed', error_message: 'The task was cancelled' };
  }
  return { ...described, status, error_message: task.error?.detail ?? null };
}

/** The bytes of what a task has made, or why there are none. */
async function sendResult(
  ctx: CallContext,
  { status, output, error }: Task,
  headers: Record<string, string>,
): Promise<Response> {
  if (status === 'cancelled') throw new AppError('conflict', 'The task was cancelled');
  if (!output) {
    throw new AppError(error?.code ?? 'internal', error?.detail ?? 'The task made nothing');
  }
  const content = await openAssetContent(ctx, {
    id: output.asset_id,
    part: 'content',
    caller: ctx.caller,
  });
  return new Response(Readable.toWeb(content.open()) as ReadableStream<Uint8Array>, {
    headers: {
      ...headers,
      'Content-Type': content.mime,
      'Content-Length': String(content.bytes),
      'Content-Disposition': contentDisposition('attachment', content.filename),
    },
  });
}

const file = (description: string) => ({ ...FILE_PART, description });
const common = {
  tag: 'dispatcher',
  atRoot: true,
  status: 200,
  refusal: spellOut,
} as const satisfies Partial<RouteDoc>;
const creating = {
  ...common,
  method: 'post',
  access: 'create',
  consumes: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: {
          audio_file: file('What is to be said; may be called `audio` too'),
          video_file: file('Who says it, footage or a picture; may be called `video` too'),
          audio: file('The same as `audio_file`'),
          video: file('The same as `video_file`'),
          ...z.toJSONSchema(fieldsSchema).properties,
        },
      },
      example: { audio_file: '@voice.wav', video_file: '@portrait.jpg' },
    },
  },
  requestHeaders: ['Idempotency-Key'],
  errors: [...CREATE_TASK_ERRORS, 'storage_full'],
} as const satisfies Partial<RouteDoc> & { access: 'create' };

const create = route({
  ...creating,
  path: '/tasks',
  id: 'dispatcher.create',
  summary: 'Make the mouth in a video follow a recording',
  response: createdSchema,
  headers: ['Idempotency-Replayed'],
  async run(ctx, { http }) {
    const { resourceId, replayed } = await dispatch(ctx, http);
    return {
      body: { task_id: resourceId, status: 'pending' as const },
      headers: replayed ? REPLAYED : {},
    };
  },
});

const sync = route({
  ...creating,
  path: '/tasks/sync',
  id: 'dispatcher.sync',
  summary: 'Make it, and wait for the video',
  description:
    'The line is held until the video is there. A caller that hangs up no longer wants it, and the task is cancelled; with an Idempotency-Key it goes on, and the same call again gets its video.',
  produces: 'video/mp4',
  headers: ['Idempotency-Replayed'],
  errors: [...creating.errors, 'task_timeout', 'media_unreadable'],
  async run(ctx, { http }) {
    const { resourceId: id, replayed } = await dispatch(ctx, http);
    const { hungUp, signal } = http;
    // Whoever names the call means to come back for it.
    const outlives = http.headers.has('idempotency-key');
    const task = await holdForTask(ctx, { id, hungUp, outlives, signal });
    return sendResult(ctx, task, replayed ? REPLAYED : {});
  },
});

const get = route({
  ...common,
  method: 'get',
  path: '/tasks/{id}',
  id: 'dispatcher.get',
  access: 'read',
  summary: 'How far a task is',
  params: z.object({ id: taskIdSchema }),
  response: statusSchema,
  run: async (ctx, { params }) => ({ body: render((await getTask(ctx, params)).task) }),
});

export const dispatcherRoutes: readonly Route[] = [create, sync, get];
