import { lockKey } from '../../data/db.ts';
import { settleIdempotencyKey } from '../../data/idempotency.ts';
import { countWebhooks, insertWebhook } from '../../data/webhook-endpoints.ts';
import { AppError } from '../../domain/errors.ts';
import { newId } from '../../domain/ids.ts';
import {
  type CreateWebhook,
  MAX_WEBHOOKS_PER_KEY,
  type WebhookWithSecret,
} from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { admitUrl } from './admit-callback-url.ts';
import { renderWithSecret } from './render-webhook.ts';

/** From now on the endpoint hears of the tasks of the calling key. */
export async function createWebhook(
  ctx: CallContext,
  input: CreateWebhook,
): Promise<WebhookWithSecret> {
  requireScope(ctx.caller, 'create');
  const { keyId } = ctx.caller;
  const url = await admitUrl(ctx, { address: input.url, pointer: '/url' });
  const row = await ctx.database.transaction(async (tx) => {
    await lockKey(tx, keyId);
    if ((await countWebhooks(tx, keyId)) >= MAX_WEBHOOKS_PER_KEY) {
      throw new AppError('conflict', `A key has at most ${MAX_WEBHOOKS_PER_KEY} webhooks`);
    }
    const id = newId('hook');
    if (ctx.idempotency) await settleIdempotencyKey(tx, ctx.idempotency, id);
    return insertWebhook(tx, { ...input, id, keyId, url });
  });
  return renderWithSecret(ctx, row);
}
