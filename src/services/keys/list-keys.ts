import { listKeyRows } from '../../data/keys.ts';
import type { Key } from '../../domain/key.ts';
import type { Page, PageQuery } from '../../domain/page.ts';
import type { KeyContext } from '../context.ts';
import { pageOf } from '../page-of.ts';
import { renderKey } from './render-key.ts';
import { requireScope } from './require-scope.ts';

export async function listKeys(ctx: KeyContext, input: PageQuery): Promise<Page<Key>> {
  requireScope(ctx.caller, 'admin');
  const rows = await listKeyRows(ctx.database.pool, { limit: input.limit, cursor: input.cursor });
  return pageOf(rows, input.limit, renderKey);
}
