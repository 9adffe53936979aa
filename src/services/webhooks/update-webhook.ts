import { changeWebhook, disableWebhook } from '../../data/webhook-endpoints.ts';
import type { UpdateWebhook, Webhook } from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { admitUrl } from './admit-callback-url.ts';
import { getOwnWebhook } from './get-own-webhook.ts';
import { renderWebhook } from './render-webhook.ts';

/** What is enabled again starts afresh: nothing is held against it. */
export async function updateWebhook(
  ctx: CallContext,
  input: UpdateWebhook & { id: string },
): Promise<Webhook> {
  requireScope(ctx.caller, 'create');
  const { id, url, enabled, description, events } = input;
  await getOwnWebhook(ctx, id);
  const admitted =
    url === undefined ? undefined : await admitUrl(ctx, { address: url, pointer: '/url' });
  await ctx.database.transaction(async (tx) => {
    await changeWebhook(tx, id, {
      ...(admitted !== undefined && { url: admitted }),
      ...(description !== undefined && { description }),
      ...(events !== undefined && { events }),
      ...(enabled && { enabled, disabledReason: null, failingSince: null }),
    });
    if (enabled === false) await disableWebhook(tx, id, null);
  });
  return renderWebhook(await getOwnWebhook(ctx, id));
}
