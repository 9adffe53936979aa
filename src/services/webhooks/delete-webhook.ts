import { deleteWebhookRow } from '../../data/webhook-endpoints.ts';
import type { DeletedWebhook } from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { getOwnWebhook } from './get-own-webhook.ts';

/** The endpoint goes with its log, and with what was still to be sent there. */
export async function deleteWebhook(
  ctx: CallContext,
  input: { id: string },
): Promise<DeletedWebhook> {
  requireScope(ctx.caller, 'create');
  const { id } = await getOwnWebhook(ctx, input.id);
  await deleteWebhookRow(ctx.database.pool, id);
  return { id, deleted: true };
}
