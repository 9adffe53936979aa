import { databaseNow } from '../../data/db.ts';
import { announceMessages } from '../../data/event-feed.ts';
import { requeueDelivery } from '../../data/webhook-deliveries.ts';
import { AppError } from '../../domain/errors.ts';
import type { DeliveryDetails } from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { getDelivery, getOwnDelivery } from './get-delivery.ts';

/**
 * Sends a message again, be it delivered, given up or waiting, under the same `webhook-id`: it is the same message.
 * @throws AppError `conflict` when its endpoint is disabled
 */
export async function replayDelivery(
  ctx: CallContext,
  input: { id: string },
): Promise<DeliveryDetails> {
  requireScope(ctx.caller, 'create');
  const row = await getOwnDelivery(ctx, input.id);
  if (row.endpoint && !row.endpoint.enabled)
    throw new AppError('conflict', 'Its webhook is disabled: enable it first');
  await ctx.database.transaction(async (tx) => {
    await requeueDelivery(tx, row.id, await databaseNow(tx));
    await announceMessages(tx);
  });
  return getDelivery(ctx, input);
}
