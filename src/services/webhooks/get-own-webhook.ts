import { findWebhook, type WebhookWithLast } from '../../data/webhook-endpoints.ts';
import { AppError } from '../../domain/errors.ts';
import { mayAccess } from '../../domain/key.ts';
import type { CallContext } from '../context.ts';

/** @throws AppError `not_found` also for what belongs to another key: it does not exist for this caller */
export async function getOwnWebhook(ctx: CallContext, id: string): Promise<WebhookWithLast> {
  const row = await findWebhook(ctx.database.pool, id);
  if (!row || !mayAccess(ctx.caller, row.keyId))
    throw new AppError('not_found', 'There is no webhook with this id');
  return row;
}
