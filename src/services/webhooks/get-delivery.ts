import { type DeliveryWithLog, findDelivery } from '../../data/webhook-deliveries.ts';
import { AppError } from '../../domain/errors.ts';
import { mayAccess } from '../../domain/key.ts';
import type { DeliveryDetails } from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { renderDeliveryDetails } from './render-delivery.ts';

/** A message with every try to deliver it. */
export async function getDelivery(
  ctx: CallContext,
  input: { id: string },
): Promise<DeliveryDetails> {
  return renderDeliveryDetails(await getOwnDelivery(ctx, input.id));
}

/** @throws AppError `not_found` also for what belongs to another key: it does not exist for this caller */
export async function getOwnDelivery(ctx: CallContext, id: string): Promise<DeliveryWithLog> {
  const row = await findDelivery(ctx.database.pool, id);
  if (!row || !mayAccess(ctx.caller, row.keyId))
    throw new AppError('not_found', 'There is no delivery with this id');
  return row;
}
