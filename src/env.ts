import { availableParallelism, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { cidrListSchema, originListSchema } from './domain/addresses.ts';
import { allowedHostsSchema } from './domain/allowed-host.ts';
import { labelPolicySchema } from './domain/label.ts';

const GB = 1_000_000_000;
const MB = 1_000_000;
const DAY_MS = 24 * 3_600_000;
const count = (initial: number) => z.coerce.number().int().positive().default(initial);
/** What the API promises to refuse beyond: it can only be lowered. */
const countTo = (most: number) => z.coerce.number().int().positive().max(most).default(most);

/** Every limit with its default; each is a setting `MOUTHPIECE_LIMIT_…`. Bytes, milliseconds, pixels and counts. */
const limitsSchema = z.object({
  MOUTHPIECE_LIMIT_VIDEO_BYTES: count(2 * GB),
  MOUTHPIECE_LIMIT_AUDIO_BYTES: count(200 * MB),
  MOUTHPIECE_LIMIT_IMAGE_BYTES: count(40 * MB),
  MOUTHPIECE_LIMIT_MEDIA_MS: count(3_600_000),
  MOUTHPIECE_LIMIT_IMAGE_PIXELS: count(33_000_000),
  MOUTHPIECE_LIMIT_IMAGE_SIDE: count(8192),
  MOUTHPIECE_LIMIT_FRAMES: count(216_000),
  MOUTHPIECE_LIMIT_FPS: count(120),
  MOUTHPIECE_LIMIT_STREAMS: count(8),
  MOUTHPIECE_LIMIT_TRACKS: count(64),
  MOUTHPIECE_LIMIT_JSON_BYTES: count(1 * MB),
  MOUTHPIECE_LIMIT_BASE64_JSON_BYTES: count(40 * MB),
  MOUTHPIECE_LIMIT_CONCURRENT_TASKS: count(4),
  MOUTHPIECE_LIMIT_QUEUED_TASKS: count(1000),
  MOUTHPIECE_LIMIT_TASK_MS: count(4 * 3_600_000),
  MOUTHPIECE_LIMIT_IDLE_MS: count(5 * 60_000),
  MOUTHPIECE_LIMIT_SYNC_MS: count(15 * 60_000),
  MOUTHPIECE_LIMIT_UPLOAD_EXPIRY_MS: count(24 * 3_600_000),
  MOUTHPIECE_LIMIT_IDEMPOTENCY_MS: count(24 * 3_600_000),
  MOUTHPIECE_LIMIT_OUTPUT_MINUTES_PER_DAY: count(600),
  MOUTHPIECE_LIMIT_STORED_BYTES: count(100 * GB),
  MOUTHPIECE_LIMIT_ASSET_KEEP_MS: count(30 * DAY_MS),
  MOUTHPIECE_LIMIT_RESULT_KEEP_MS: count(7 * DAY_MS),
  MOUTHPIECE_LIMIT_ANONYMOUS_KEEP_MS: count(DAY_MS),
  MOUTHPIECE_LIMIT_DISK_FLOOR_BYTES: count(2 * GB),
  MOUTHPIECE_LIMIT_DISK_FLOOR_PERCENT: z.coerce.number().min(0).max(100).default(5),
  MOUTHPIECE_LIMIT_SLOT_BYTES: count(8 * GB),
  MOUTHPIECE_LIMIT_READS_PER_MINUTE: count(1200),
  MOUTHPIECE_LIMIT_CREATES_PER_MINUTE: count(100),
  MOUTHPIECE_LIMIT_ANONYMOUS_READS_PER_MINUTE: count(300),
  MOUTHPIECE_LIMIT_ANONYMOUS_CREATES_PER_MINUTE: count(20),
  MOUTHPIECE_LIMIT_WRONG_CREDENTIALS_PER_MINUTE: count(30),
  MOUTHPIECE_LIMIT_TEXT_CHARACTERS: countTo(20_000),
  MOUTHPIECE_LIMIT_PROMPT_CHARACTERS: countTo(2_000),
  MOUTHPIECE_LIMIT_BATCH_TASKS: countTo(500),
});

/** How soon trouble is noticed and how long one waits after it. Not settings: only a test may shorten them. */
const timingsSchema = z.object({
  /** A worker that has not renewed its lease for this long has lost it. */
  MOUTHPIECE_TIMING_LEASE_MS: count(15_000),
  /** How often lost leases and jobs are looked for. */
  MOUTHPIECE_TIMING_SWEEP_MS: count(3_000),
  /** The pause before the second try; each further one is four times as long. */
  MOUTHPIECE_TIMING_RETRY_MS: count(2_000),
  /** Tasks that would finish within this time may, when a worker is told to stop; the others are handed back. */
  MOUTHPIECE_TIMING_DRAIN_MS: count(5_000),
  /** The database's answer may take this long; then the connection counts as dead. */
  MOUTHPIECE_TIMING_ANSWER_MS: count(20_000),
  /** A blob that no row names may be on its way into one for this long. */
  MOUTHPIECE_TIMING_ORPHAN_MS: count(3_600_000),
  /** A connection on which nothing moves for so long is cut; one that waits for our answer is not silent. */
  MOUTHPIECE_TIMING_SILENCE_MS: count(300_000),
  /** How long whoever is called back may take to answer. */
  MOUTHPIECE_TIMING_DELIVERY_MS: count(15_000),
});

const settingsSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z.url().optional(),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  MOUTHPIECE_DATA_DIR: z.string().min(1).default('data'),
  MOUTHPIECE_STORAGE: z.literal('folder', { error: 'only folder is available' }).default('folder'),
  MOUTHPIECE_ADMIN_KEY: z.string().min(12).max(200).optional(),
  MOUTHPIECE_PUBLIC_URL: z.url().optional(),
  MOUTHPIECE_ANONYMOUS: z.enum(['deny', 'loopback', 'allow']).default('loopback'),
  MOUTHPIECE_WORKER_SLOTS: count(Math.max(1, Math.floor(availableParallelism() / 2))),
  MOUTHPIECE_WORKER_NAME: z.string().min(1).max(100).default(hostname()),
  MOUTHPIECE_CORS_ORIGINS: originListSchema.default([]),
  MOUTHPIECE_TRUSTED_PROXIES: cidrListSchema.default([]),
  MOUTHPIECE_LABEL: labelPolicySchema.default('visible'),
  MOUTHPIECE_ALLOW_HOSTS: allowedHostsSchema,
});

/** Settings of what the README lists as not there yet. */
const NOT_HERE = [
  'MOUTHPIECE_MODELS_DIR',
  'MOUTHPIECE_MACHINES_FILE',
  'MOUTHPIECE_HARDWARE_FILE',
  'MOUTHPIECE_JWT_ISSUER',
];

const schema = settingsSchema.extend(limitsSchema.shape);
const testSchema = schema.extend(timingsSchema.shape);

export type Env = z.infer<typeof testSchema>;
export const SETTING_NAMES = Object.keys(schema.shape);

/** Reads and checks the settings; throws one line that names the first bad one. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const known = source.NODE_ENV === 'test' ? testSchema.shape : schema.shape;
  const unknown = Object.keys(source).find(
    (name) => name.startsWith('MOUTHPIECE_') && !(name in known),
  );
  if (unknown && NOT_HERE.includes(unknown))
    throw new Error(`Setting ${unknown} is not available in this version: remove it`);
  if (unknown) throw new Error(`Unknown setting ${unknown}: see .env.example for the names`);
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = testSchema.safeParse(filled);
  if (parsed.success) {
    return { ...parsed.data, MOUTHPIECE_DATA_DIR: resolve(parsed.data.MOUTHPIECE_DATA_DIR) };
  }
  const issue = parsed.error.issues[0];
  throw new Error(`Setting ${issue?.path.join('.')} is not valid: ${issue?.message}`);
}

let cached: Env | undefined;

/** The settings of this process, checked on first use. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/** Where things lie below the data folder. */
export function dataPaths(dataDir = env().MOUTHPIECE_DATA_DIR) {
  return {
    blobs: join(dataDir, 'blobs'),
    uploads: join(dataDir, 'uploads'),
    work: join(dataDir, 'work'),
    adminKey: join(dataDir, 'admin-key'),
  };
}

export function databaseUrl(settings = env()): string {
  const url = settings.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: `npm start` brings its own database');
  return url;
}
