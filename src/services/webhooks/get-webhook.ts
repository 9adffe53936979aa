import type { Webhook, WebhookWithSecret } from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { getOwnWebhook } from './get-own-webhook.ts';
import { renderWebhook, renderWithSecret } from './render-webhook.ts';

export async function getWebhook(ctx: CallContext, input: { id: string }): Promise<Webhook> {
  return renderWebhook(await getOwnWebhook(ctx, input.id));
}

/** As the call that made it answers, also when that is repeated. */
export async function getNewWebhook(
  ctx: CallContext,
  input: { id: string },
): Promise<WebhookWithSecret> {
  requireScope(ctx.caller, 'create');
  return renderWithSecret(ctx, await getOwnWebhook(ctx, input.id));
}
