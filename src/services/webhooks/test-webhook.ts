import { announceMessages } from '../../data/event-feed.ts';
import { insertTestDelivery } from '../../data/webhook-deliveries.ts';
import { AppError } from '../../domain/errors.ts';
import type { Delivery } from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { getOwnWebhook } from './get-own-webhook.ts';
import { renderDelivery } from './render-delivery.ts';

/** Sends a message of type `webhook.test`. @throws AppError `conflict` for a disabled endpoint */
export async function testWebhook(ctx: CallContext, input: { id: string }): Promise<Delivery> {
  requireScope(ctx.caller, 'create');
  const { id: endpointId, keyId, enabled } = await getOwnWebhook(ctx, input.id);
  if (!enabled) throw new AppError('conflict', 'This webhook is disabled: enable it first');
  return ctx.database.transaction(async (tx) => {
    await announceMessages(tx);
    return renderDelivery(
      await insertTestDelivery(tx, { keyId, endpointId, type: 'webhook.test' }),
    );
  });
}
