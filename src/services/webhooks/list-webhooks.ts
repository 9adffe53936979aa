import { listWebhookRows } from '../../data/webhook-endpoints.ts';
import type { Page, PageQuery } from '../../domain/page.ts';
import type { Webhook } from '../../domain/webhook.ts';
import type { CallContext } from '../context.ts';
import { pageOf } from '../page-of.ts';
import { renderWebhook } from './render-webhook.ts';

export async function listWebhooks(ctx: CallContext, input: PageQuery): Promise<Page<Webhook>> {
  const page = { limit: input.limit, cursor: input.cursor };
  const rows = await listWebhookRows(ctx.database.pool, ctx.caller.keyId, page);
  return pageOf(rows, input.limit, renderWebhook);
}
