import { changeAsset } from '../../data/assets.ts';
import { databaseNow } from '../../data/db.ts';
import type { Asset, ChangeAssetExpiry } from '../../domain/asset.ts';
import { AppError } from '../../domain/errors.ts';
import { toTimestamp } from '../../domain/time.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { getOwnAsset } from './get-own-asset.ts';
import { keepMs } from './keep-until.ts';
import { renderAsset } from './render-asset.ts';

/** Keeps the file for longer or for less long, at most for as long from now as the operator lets a new one be kept. */
export async function changeAssetExpiry(
  ctx: CallContext,
  input: { id: string; change: ChangeAssetExpiry },
): Promise<Asset> {
  requireScope(ctx.caller, 'create');
  const row = await getOwnAsset(ctx, input.id);
  if (row.status === 'uploading') throw notYet();
  const now = await databaseNow(ctx.database.pool);
  const made = row.origin === 'made' ? 'as a result' : 'uploaded';
  const last = new Date(now.getTime() + keepMs(ctx.env, { keyId: row.keyId, made }));
  const wanted = wantedTime(input.change, now);
  if (wanted > last) throw refusal(input.change, `must be at most ${toTimestamp(last)}`);
  if (wanted < now) throw refusal(input.change, 'must be in the future');
  const { id, status } = row;
  const changed = await changeAsset(
    ctx.database.pool,
    { id, status: status as Asset['status'] },
    { expiresAt: wanted },
  );
  // Probing may have ended in between; the time is as good for what it became.
  if (!changed) return changeAssetExpiry(ctx, input);
  return renderAsset(ctx, changed);
}

function wantedTime({ keep_until, expires_in }: ChangeAssetExpiry, now: Date): Date {
  if (keep_until !== undefined) return new Date(keep_until);
  return new Date(now.getTime() + (expires_in ?? 0) * 1000);
}

function refusal({ keep_until }: ChangeAssetExpiry, detail: string): AppError {
  const field = keep_until === undefined ? 'expires_in' : 'keep_until';
  return new AppError('validation_failed', `${field} ${detail}`, {
    fields: [{ pointer: `/${field}`, detail }],
  });
}

function notYet(): AppError {
  return new AppError('conflict', 'The upload has not finished: change this when it has');
}
