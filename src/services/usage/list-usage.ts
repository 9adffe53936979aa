import { databaseNow } from '../../data/db.ts';
import { listUsageRows, sampleStoredBytes, type UsageRow } from '../../data/usage.ts';
import { AppError } from '../../domain/errors.ts';
import { hasScope } from '../../domain/key.ts';
import {
  DAY_MS,
  dayOf,
  MAX_USAGE_DAYS,
  USAGE_DAYS,
  type Usage,
  type UsageDay,
  type UsageQuery,
} from '../../domain/usage.ts';
import type { KeyContext } from '../context.ts';

/** What keys made, day by day. Keys see themselves, admins everyone. @throws AppError `not_found` for another's key */
export async function listUsage(ctx: KeyContext, input: UsageQuery): Promise<Usage> {
  const { pool } = ctx.database;
  const isAdmin = hasScope(ctx.caller, 'admin');
  if (!isAdmin && input.key_id && input.key_id !== ctx.caller.keyId) {
    throw new AppError('not_found', 'There is no key with this id');
  }
  const today = dayOf((await databaseNow(pool)).getTime());
  const to = input.to ?? (input.from && input.from > today ? input.from : today);
  const from = input.from ?? dayOf(Date.parse(to) - (USAGE_DAYS - 1) * DAY_MS);
  checkRange(from, to);
  const keyId = isAdmin ? input.key_id : ctx.caller.keyId;
  if (to >= today) await sampleStoredBytes(pool, keyId);
  const rows = await listUsageRows(pool, { from, to, keyId });
  return { from, to, data: rows.map(renderUsage) };
}

function checkRange(from: string, to: string): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days >= 1 && days <= MAX_USAGE_DAYS) return;
  const detail = `must not be after to, nor ${MAX_USAGE_DAYS} days before it`;
  throw new AppError('validation_failed', `/from ${detail}`, {
    fields: [{ pointer: '/from', detail }],
  });
}

function renderUsage(row: UsageRow): UsageDay {
  return {
    key_id: row.keyId,
    day: row.day,
    tasks: row.tasks,
    failed: row.failed,
    output_seconds: Math.round(row.outputMs / 100) / 10,
    stored_bytes: row.storedBytes,
  };
}
