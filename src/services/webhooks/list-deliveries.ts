import { listDeliveryRows } from '../../data/webhook-deliveries.ts';
import type { Page, PageQuery } from '../../domain/page.ts';
import type { Delivery, ListDeliveries } from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { pageOf } from '../page-of.ts';
import { getOwnWebhook } from './get-own-webhook.ts';
import { renderDelivery } from './render-delivery.ts';

/** What was sent, or is to be, about the tasks of the calling key: to its endpoints and to callback addresses. */
export async function listDeliveries(
  ctx: CallContext,
  input: ListDeliveries,
): Promise<Page<Delivery>> {
  const { webhook_id, task_id, status, limit, cursor } = input;
  const filter = { keyId: ctx.caller.keyId, endpointId: webhook_id, taskId: task_id, status };
  const rows = await listDeliveryRows(ctx.database.pool, filter, { limit, cursor });
  return pageOf(rows, limit, renderDelivery);
}

/** The same of one endpoint. */
export async function listWebhookDeliveries(
  ctx: CallContext,
  input: PageQuery & { id: string },
): Promise<Page<Delivery>> {
  const { id: endpointId, keyId } = await getOwnWebhook(ctx, input.id);
  const filter = { keyId, endpointId, taskId: undefined, status: undefined };
  const page = { limit: input.limit, cursor: input.cursor };
  const rows = await listDeliveryRows(ctx.database.pool, filter, page);
  return pageOf(rows, input.limit, renderDelivery);
}
