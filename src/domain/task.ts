import { z } from 'zod';
import { problemSchema } from './asset.ts';
import { assetIdSchema, batchIdSchema, taskIdSchema } from './ids.ts';
import { labelPolicySchema } from './label.ts';

export const taskStatusSchema = z.enum([
  'pending',
  'processing',
  'completed',
  'failed',
  'cancelled',
]);
export type TaskStatus = z.infer<typeof taskStatusSchema>;

/** The one state machine: a task ends once, and a failed or cancelled one can be made pending again by a retry. */
export const TRANSITIONS: Record<TaskStatus, readonly TaskStatus[]> = {
  pending: ['processing', 'completed', 'failed', 'cancelled'],
  processing: ['pending', 'completed', 'failed', 'cancelled'],
  completed: [],
  failed: ['pending'],
  cancelled: ['pending'],
};

export const LIVE: readonly TaskStatus[] = ['pending', 'processing'];

export function isEnded(status: TaskStatus): boolean {
  return !LIVE.includes(status);
}

/** Where a live task is. `checking` waits for inputs that are still being probed. */
export const taskStageSchema = z.enum([
  'checking',
  'queued',
  'preparing',
  'speech',
  'analysing',
  'rendering',
  'publishing',
  'done',
]);
export type TaskStage = z.infer<typeof taskStageSchema>;

export const MAX_TEXT_LENGTH = 20_000;

const namedImage = z
  .string()
  .regex(/^portrait:[a-z0-9-]{1,40}$/, { error: 'must be an asset id or portrait:NAME' });
const imageRef = z.union([assetIdSchema, namedImage], {
  error: 'must be the id of an image asset, or portrait:NAME from GET /api/v1/portraits',
});
const voiceRef = z
  .string()
  .regex(/^voice:[a-zA-Z0-9+_-]{1,40}$/, { error: 'must be voice:NAME from GET /api/v1/voices' });
const text = z.string().trim().min(1).max(MAX_TEXT_LENGTH);

export const RESOLUTIONS = [
  'source',
  '360p',
  '480p',
  '540p',
  '720p',
  '1080p',
  '1440p',
  '2160p',
] as const;
const resolution = z.union(
  [
    z.enum(RESOLUTIONS),
    z.string().regex(/^[1-9]\d{1,3}x[1-9]\d{1,3}$/, { error: 'must be WxH in pixels' }),
  ],
  { error: `must be one of ${RESOLUTIONS.join(', ')}, or WxH` },
);

/**
 * Every option of the product. Which of them a task may set is decided by the engines at hand:
 * one that no engine honours is refused by name (`unsupported_option`), never ignored.
 */
export const taskOptionsSchema = z
  .strictObject({
    resolution: resolution.optional(),
    fps: z.number().min(10).max(60).optional(),
    format: z.enum(['mp4', 'webm', 'mov']).optional(),
    codec: z.enum(['h264', 'h265', 'vp9', 'av1']).optional(),
    quality: z.enum(['draft', 'standard', 'high']).optional(),
    length: z.enum(['loop', 'bounce', 'freeze', 'cut', 'silence']).optional(),
    start: z.number().min(0).optional(),
    end: z.number().min(0).optional(),
    captions: z.enum(['none', 'vtt', 'srt', 'burned']).optional(),
    watermark: assetIdSchema.optional(),
    label: labelPolicySchema.optional(),
    label_language: z.enum(['en', 'zh']).optional(),
    face: z
      .union([
        z.enum(['auto', 'largest']),
        z.number().int().min(0).max(63),
        z.strictObject({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
      ])
      .optional()
      .describe(
        'Who speaks: the n-th face from the left, or the one in a box, in pixels of the source or in parts of its sides as in `faces` of an asset',
      ),
    expression: z.number().min(0).max(1).optional(),
    head_motion: z.number().min(0).max(1).optional(),
    num_clip: z.number().int().min(1).optional(),
    sample_steps: z.number().int().min(1).optional(),
    cache: z.boolean().optional(),
    engine: z.string().max(60).optional(),
  })
  .meta({ id: 'TaskOptions' });
export type TaskOptions = z.infer<typeof taskOptionsSchema>;

export const MAX_METADATA_PAIRS = 50;
const metadata = z
  .record(z.string().min(1).max(40), z.string().max(500))
  .refine((pairs) => Object.keys(pairs).length <= MAX_METADATA_PAIRS, {
    error: `at most ${MAX_METADATA_PAIRS} pairs`,
  });

export const callbackUrlSchema = z.url().max(2_000);

const common = {
  options: taskOptionsSchema.default({}),
  metadata: metadata.default({}).describe('Yours: echoed, never read'),
  priority: z.enum(['low', 'normal', 'high']).default('normal'),
  expires_in: z
    .number()
    .int()
    .min(1)
    .max(7 * 86_400)
    .optional()
    .describe('Seconds after which a task that has not started fails with task_expired'),
  callback_url: callbackUrlSchema
    .optional()
    .describe('Is sent every change of status, signed as in the guide on webhooks'),
};

const lipsync = z.strictObject({
  type: z.literal('lipsync'),
  input: z
    .strictObject({
      image: imageRef.optional(),
      video: assetIdSchema.optional(),
      audio: assetIdSchema,
    })
    .refine((input) => (input.image === undefined) !== (input.video === undefined), {
      error: 'give either image or video',
    }),
  ...common,
});
const avatar = z.strictObject({
  type: z.literal('avatar'),
  input: z.strictObject({
    image: imageRef,
    audio: assetIdSchema,
    prompt: z.string().max(2_000).optional(),
  }),
  ...common,
});
const speech = z.strictObject({
  type: z.literal('speech'),
  input: z.strictObject({ text, voice: voiceRef.optional() }),
  ...common,
});
const digitalHuman = z.strictObject({
  type: z.literal('digital_human'),
  input: z
    .strictObject({
      speech_text: text,
      image: imageRef.optional(),
      video: assetIdSchema.optional(),
      voice: voiceRef.optional(),
    })
    .refine((input) => (input.image === undefined) !== (input.video === undefined), {
      error: 'give either image or video',
    }),
  ...common,
});

export const createTaskSchema = z
  .discriminatedUnion('type', [lipsync, avatar, speech, digitalHuman])
  .meta({ id: 'CreateTask' });
export type CreateTask = z.infer<typeof createTaskSchema>;
export type CreateTaskInput = z.input<typeof createTaskSchema>;
export type TaskType = CreateTask['type'];
export const taskTypeSchema = z.enum(['lipsync', 'avatar', 'speech', 'digital_human']);

export const storedWordSchema = z.object({
  text: z.string(),
  offset: z.number().int().describe('UTF-16 offset in the text'),
  start: z.number().describe('Seconds'),
  end: z.number(),
});

export const taskOutputSchema = z.object({
  asset_id: assetIdSchema,
  url: z.string().describe('Opens without a header until it expires'),
  duration: z.number().nullable().describe('Seconds'),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  fps: z.number().nullable(),
  bytes: z.number().int(),
  sha256: z.string(),
  thumbnail_url: z.string().nullable(),
  captions_url: z.string().nullable(),
  words: z
    .array(storedWordSchema)
    .nullable()
    .describe('Word timings of speech made here; null in lists'),
});
export type TaskOutput = z.infer<typeof taskOutputSchema>;

export const taskSchema = z
  .object({
    id: taskIdSchema,
    task_id: taskIdSchema.describe('The same as `id`'),
    type: taskTypeSchema,
    name: z.string().describe('The start of its text, or the name of its recording'),
    thumbnail_url: z
      .string()
      .nullable()
      .describe('A small picture of the result, or of the picture that goes in'),
    status: taskStatusSchema,
    stage: taskStageSchema,
    progress: z
      .number()
      .min(0)
      .max(1)
      .describe('Frames done of frames due; never falls; 1 only when published'),
    queue_position: z
      .number()
      .int()
      .nullable()
      .describe(
        'Tasks that wait since before this one, so at most so many are ahead; null once it runs',
      ),
    estimated_finish_time: z.string().nullable().describe('Null while nothing is known'),
    created_at: z.string(),
    started_at: z.string().nullable(),
    completed_at: z.string().nullable(),
    attempts: z.number().int(),
    engine: z.string().nullable(),
    machine: z.string().nullable(),
    degraded: z.null(),
    cached: z.boolean(),
    input: z.record(z.string(), z.unknown()),
    options: taskOptionsSchema,
    priority: z.enum(['low', 'normal', 'high']),
    metadata: z.record(z.string(), z.string()),
    output: taskOutputSchema.nullable(),
    preview_url: z
      .string()
      .nullable()
      .describe('An HLS playlist that plays while the video is made; null while nothing is there'),
    result_url: z.string().nullable().describe('The same as `output.url`'),
    error: problemSchema.nullable(),
    batch_id: batchIdSchema.nullable(),
    user_id: z.null(),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof taskSchema>;

export const taskEstimateSchema = z
  .object({
    seconds: z
      .number()
      .int()
      .nullable()
      .describe('From now to the finished file; null while nothing is known'),
    wait_seconds: z.number().int().nullable().describe('Of these, before it starts'),
    output_seconds: z.number().int().nullable().describe('Length of what is made'),
  })
  .meta({ id: 'TaskEstimate' });
export type TaskEstimate = z.infer<typeof taskEstimateSchema>;

export const deletedTaskSchema = z
  .object({
    id: taskIdSchema,
    task_id: taskIdSchema,
    status: taskStatusSchema,
    deleted: z.boolean().describe('False for a live task: it was cancelled and stays'),
  })
  .meta({ id: 'DeletedTask' });
export type DeletedTask = z.infer<typeof deletedTaskSchema>;

export const MAX_WAIT_S = 30;

/** A word of generated speech, kept with the task. */
export type StoredWord = z.infer<typeof storedWordSchema>;
