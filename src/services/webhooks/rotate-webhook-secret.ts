import { databaseNow } from '../../data/db.ts';
import { nextWebhookSecret } from '../../data/webhook-endpoints.ts';
import { AppError } from '../../domain/errors.ts';
import type { RotateSecret, WebhookWithSecret } from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { getOwnWebhook } from './get-own-webhook.ts';
import { renderWithSecret } from './render-webhook.ts';

/** A new secret; until the grace is over every message carries a signature of the old one too. */
export async function rotateWebhookSecret(
  ctx: CallContext,
  input: RotateSecret & { id: string },
): Promise<WebhookWithSecret> {
  requireScope(ctx.caller, 'create');
  const row = await getOwnWebhook(ctx, input.id);
  const { pool } = ctx.database;
  const until = new Date((await databaseNow(pool)).getTime() + input.grace_seconds * 1000);
  if (!(await nextWebhookSecret(pool, row, until)))
    throw new AppError('conflict', 'The secret was rotated in the meantime');
  return renderWithSecret(ctx, await getOwnWebhook(ctx, input.id));
}
