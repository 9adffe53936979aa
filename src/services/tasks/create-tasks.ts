import { type AssetRow, findAsset, lockAssets } from '../../data/assets.ts';
import { insertBatch } from '../../data/batches.ts';
import { type Db, lockKey } from '../../data/db.ts';
import { settleIdempotencyKey } from '../../data/idempotency.ts';
import { readKeyLoad } from '../../data/key-loads.ts';
import { insertTask, type TaskRow } from '../../data/tasks.ts';

import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { newId } from '../../domain/ids.ts';
import { hasScope, mayAccess } from '../../domain/key.ts';
import type { CreateTask } from '../../domain/task.ts';
import { refuseBytes } from '../assets/check-room.ts';
import type { CallContext } from '../context.ts';
import { limitsWith } from '../keys/limits-of.ts';
import { requireScope } from '../keys/require-scope.ts';
import { findPortrait } from '../portraits/list-portraits.ts';
import { checkSpace } from '../system/check-space.ts';
import { admitCallbackUrl } from '../webhooks/admit-callback-url.ts';
import { liveCapabilities } from '../workers/live-capabilities.ts';
import { admit } from './admit-task.ts';
import { checkCapabilities } from './check-capabilities.ts';
import { areInputsReady, findInputError, type TaskAsset } from './check-inputs.ts';
import { fillPlace, fillSoMany } from './enqueue.ts';
import { expectedOutputMs } from './expected-output.ts';
import { taskWords } from './task-words.ts';

const MAX_METADATA_BYTES = 16_000;
/** Within what storing may take, and what each task may add. */
const STORE_MS = 10_000;
const STORE_TASK_MS = 100;

type Checked = {
  request: CreateTask;
  callbackUrl: string | null;
  found: TaskAsset[];
  place: string;
};

/**
 * Validates the requests against what is installed and stores the tasks with their jobs, all or nothing.
 * @param made.batchId names them as a batch; pointers of errors then begin with the place of the task
 */
export async function createTasks(
  ctx: CallContext,
  { requests, batchId }: { requests: readonly CreateTask[]; batchId: string | null },
): Promise<TaskRow[]> {
  requireScope(ctx.caller, 'create');
  checkNumber(ctx, requests.length);
  const [workers] = await Promise.all([liveCapabilities(ctx), checkSpace(ctx)]);
  const checked: Checked[] = [];
  for (const [index, request] of requests.entries()) {
    const place = batchId === null ? '' : `/tasks/${index}`;
    checked.push(
      await inPlace(place, async () => {
        checkPolicy(ctx, request);
        checkLengths(ctx, request);
        checkCapabilities(request, workers);
        const callbackUrl = await admitCallbackUrl(ctx, request.callback_url);
        return { request, callbackUrl, found: await resolveAssets(ctx, request), place };
      }),
    );
  }
  const rows = await store(ctx, checked, batchId);
  await passFaultPoint('task-stored');
  return rows;
}

/** An error of one of many says which. */
async function inPlace<T>(place: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (place === '' || !(error instanceof AppError)) throw error;
    const { code, message, retryAfterS } = error;
    throw new AppError(code, message, {
      cause: error,
      fields: error.fields.map((field) => ({ ...field, pointer: place + field.pointer })),
      ...(retryAfterS !== undefined && { retryAfterS }),
    });
  }
}

function checkPolicy(ctx: CallContext, input: CreateTask): void {
  if (input.options.label && !hasScope(ctx.caller, 'admin')) {
    throw new AppError(
      'forbidden',
      'The AI label follows the policy of this installation; only an admin key may set it',
    );
  }
  if (JSON.stringify(input.metadata).length > MAX_METADATA_BYTES) {
    throw new AppError(
      'payload_too_large',
      `metadata may have at most ${MAX_METADATA_BYTES} characters as JSON`,
    );
  }
}

function checkNumber({ env }: CallContext, tasks: number): void {
  const most = env.MOUTHPIECE_LIMIT_BATCH_TASKS;
  if (tasks <= most) return;
  const detail = `may be at most ${most} in a batch: make several batches of them`;
  const fields = [{ pointer: '/tasks', detail }];
  throw new AppError('validation_failed', `tasks ${detail}`, { fields });
}

function checkLengths({ env }: CallContext, { input }: CreateTask): void {
  const words: Record<string, unknown> = input;
  const { MOUTHPIECE_LIMIT_TEXT_CHARACTERS: text, MOUTHPIECE_LIMIT_PROMPT_CHARACTERS: prompt } =
    env;
  for (const [field, most] of Object.entries({ text, speech_text: text, prompt })) {
    const given = words[field];
    if (typeof given !== 'string' || given.length <= most) continue;
    const detail = `may have at most ${most} characters: make several tasks of it`;
    const fields = [{ pointer: `/input/${field}`, detail }];
    throw new AppError('validation_failed', `${field} ${detail}`, { fields });
  }
}

async function resolveAssets(ctx: CallContext, request: CreateTask): Promise<TaskAsset[]> {
  const found: TaskAsset[] = [];
  const { watermark } = request.options;
  const references: Record<string, unknown> = { ...request.input, watermark };
  for (const field of ['image', 'video', 'audio', 'watermark'] as const) {
    const reference = references[field];
    if (typeof reference !== 'string') continue;
    if (reference.startsWith('portrait:')) {
      if (findPortrait(reference)) continue;
      throw missing(field, 'is not the name of a portrait; GET /api/v1/portraits lists them');
    }
    const asset = await findAsset(ctx.database.pool, reference);
    if (!asset || !mayAccess(ctx.caller, asset.keyId))
      throw missing(field, 'is not the id of an asset of this key');
    found.push({ field, asset });
  }
  return found;
}

function missing(field: string, detail: string): AppError {
  const pointer = `/${field === 'watermark' ? 'options' : 'input'}/${field}`;
  return new AppError('validation_failed', `${field} ${detail}`, {
    fields: [{ pointer, detail }],
  });
}

function store(ctx: CallContext, checked: Checked[], batchId: string | null): Promise<TaskRow[]> {
  const { keyId } = ctx.caller;
  return ctx.database.transaction(
    async (tx) => {
      const held = await hold(tx, checked);
      await lockKey(tx, keyId);
      const load = await readKeyLoad(tx, keyId);
      const { now } = load;
      const limits = limitsWith(ctx.env, load.limits);
      refuseBytes({ most: limits.storedBytes, stored: load.storedBytes, more: 0 });
      if (batchId) await insertBatch(tx, { id: batchId, keyId, createdAt: now });
      const ids = held.map(() => newId('task', now.getTime())).sort();
      const rows: TaskRow[] = [];
      for (const [index, each] of held.entries()) {
        const id = ids[index] ?? newId('task', now.getTime());
        const reservedMs = expectedOutputMs(each.request.input, each.assets);
        admit(load, limits, { reservedMs });
        load.waiting += 1;
        load.reservedMs += reservedMs;
        rows.push(await insertTask(tx, toRow({ id, keyId, ...each, batchId, now, reservedMs })));
      }
      const [only] = rows;
      const isNext = rows.length === 1 && load.held === 0;
      if (!isNext) await fillSoMany(tx, ctx, { keyId, ...limits });
      else if (only && load.placed < limits.concurrentTasks) await fillPlace(tx, ctx, only);
      const made = batchId ?? rows[0]?.id;
      if (ctx.idempotency && made) await settleIdempotencyKey(tx, ctx.idempotency, made);
      return rows;
    },
    STORE_MS + checked.length * STORE_TASK_MS,
  );
}

type NewTask = Held & {
  id: string;
  keyId: string;
  batchId: string | null;
  reservedMs: number;
  now: Date;
};

function toRow(task: NewTask): Parameters<typeof insertTask>[1] {
  const { id, keyId, request, callbackUrl, assets, batchId, reservedMs, now } = task;
  const ready = areInputsReady(assets);
  const { type, input, options, metadata, priority, expires_in: expiresInS } = request;
  const inputs = assets.map(({ field, asset }) => ({ field, assetId: asset.id }));
  return {
    ...{ id, keyId, batchId, type, input, options, metadata, priority, callbackUrl, reservedMs },
    ...taskWords(request, assets),
    stage: ready ? 'queued' : 'checking',
    createdAt: now,
    queuedAt: ready ? now : null,
    expiresAt: expiresInS ? new Date(now.getTime() + expiresInS * 1000) : null,
    ...(inputs.length > 0 && { inputs: { create: inputs } }),
  };
}

type Held = Pick<Checked, 'request' | 'callbackUrl'> & { assets: TaskAsset[] };

/**
 * Reads the inputs again and keeps them as they are until the tasks are stored: a probe that ends meanwhile would
 * otherwise find no task to release, and the task would wait for ever.
 */
async function hold(tx: Db, checked: Checked[]): Promise<Held[]> {
  const ids = new Set(checked.flatMap(({ found }) => found.map(({ asset }) => asset.id)));
  const rows = ids.size === 0 ? [] : await lockAssets(tx, [...ids]);
  const held: Held[] = [];
  for (const { request, callbackUrl, found, place } of checked) {
    const assets = await inPlace(place, () => asTheyAre(found, rows));
    held.push({ request, callbackUrl, assets });
  }
  return held;
}

function asTheyAre(found: TaskAsset[], rows: AssetRow[]): TaskAsset[] {
  const assets = found.map(({ field, asset }) => {
    const row = rows.find(({ id }) => id === asset.id);
    if (!row) throw new AppError('asset_missing', `${asset.filename} was deleted: upload it again`);
    return { field, asset: row };
  });
  const problem = findInputError(assets);
  if (problem) throw problem;
  return assets;
}
