import { findAsset, lockAssets } from '../../data/assets.ts';
import { type Db, databaseNow, lockKey } from '../../data/db.ts';
import { settleIdempotencyKey } from '../../data/idempotency.ts';
import { insertTask, type TaskRow } from '../../data/tasks.ts';
import { listLiveCapabilities } from '../../data/workers.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { newId } from '../../domain/ids.ts';
import { hasScope, mayAccess } from '../../domain/key.ts';
import type { CreateTask, Task } from '../../domain/task.ts';
import { checkStoredBytes } from '../assets/check-room.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { findPortrait } from '../portraits/list-portraits.ts';
import { checkSpace } from '../system/check-space.ts';
import { admitCallbackUrl } from '../webhooks/admit-callback-url.ts';
import { admitTask } from './admit-task.ts';
import { checkCapabilities } from './check-capabilities.ts';
import { areInputsReady, findInputError, type TaskAsset } from './check-inputs.ts';
import { enqueueTask } from './enqueue.ts';
import { expectedOutputMs } from './expected-output.ts';
import { renderTask } from './render-task.ts';
import { taskWords } from './task-words.ts';

const MAX_METADATA_BYTES = 16_000;

/** Validates the request against what is installed, stores the task and sends its job, all or nothing. */
export async function createTask(ctx: CallContext, input: CreateTask): Promise<Task> {
  requireScope(ctx.caller, 'create');
  checkPolicy(ctx, input);
  const { pool } = ctx.database;
  const [workers, callbackUrl] = await Promise.all([
    listLiveCapabilities(pool),
    admitCallbackUrl(ctx, input.callback_url),
    checkSpace(ctx),
  ]);
  checkCapabilities(input, workers);
  const assets = await resolveAssets(ctx, input);
  const row = await store(ctx, { ...input, callbackUrl }, assets);
  await passFaultPoint('task-stored');
  return renderTask(ctx, row);
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

type AdmittedTask = CreateTask & { callbackUrl: string | null };

function store(ctx: CallContext, input: AdmittedTask, found: TaskAsset[]): Promise<TaskRow> {
  const { keyId } = ctx.caller;
  return ctx.database.transaction(async (tx) => {
    const assets = await hold(tx, found);
    await lockKey(tx, keyId);
    await checkStoredBytes(tx, ctx, { keyId, bytes: 0 });
    const reservedMs = expectedOutputMs(input.input, assets);
    const backlog = await admitTask(tx, ctx, { keyId, reservedMs });
    const now = await databaseNow(tx);
    const id = newId('task', now.getTime());
    const ready = areInputsReady(assets);
    const queued = { id, attempt: 0, priority: input.priority, backlog };
    const jobId = ready ? await enqueueTask(tx, ctx, queued) : null;
    if (ctx.idempotency) await settleIdempotencyKey(tx, ctx.idempotency, id);
    return insertTask(tx, {
      id,
      keyId,
      type: input.type,
      stage: ready ? 'queued' : 'checking',
      jobId,
      input: input.input,
      options: input.options,
      metadata: input.metadata,
      ...taskWords(input, assets),
      priority: input.priority,
      callbackUrl: input.callbackUrl,
      reservedMs,
      createdAt: now,
      queuedAt: ready ? now : null,
      expiresAt: input.expires_in ? new Date(now.getTime() + input.expires_in * 1000) : null,
      inputs: { create: assets.map(({ field, asset }) => ({ field, assetId: asset.id })) },
    });
  });
}

/**
 * Reads the inputs again and keeps them as they are until the task is stored: a probe that ends meanwhile would
 * otherwise find no task to release, and the task would wait for ever.
 */
async function hold(tx: Db, assets: TaskAsset[]): Promise<TaskAsset[]> {
  if (assets.length === 0) return [];
  const rows = await lockAssets(
    tx,
    assets.map(({ asset }) => asset.id),
  );
  const held = assets.map(({ field, asset }) => {
    const row = rows.find(({ id }) => id === asset.id);
    if (!row) throw new AppError('asset_missing', `${asset.filename} was deleted: upload it again`);
    return { field, asset: row };
  });
  const problem = findInputError(held);
  if (problem) throw problem;
  return held;
}
