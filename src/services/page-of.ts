import type { Page } from '../domain/page.ts';

/** Turns `limit + 1` rows, newest first, into a page whose cursor is the id of its last item. */
export function pageOf<Row extends { id: string }, Item>(
  rows: Row[],
  limit: number,
  render: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { data: shown.map(render), next_cursor: last?.id ?? null };
}
