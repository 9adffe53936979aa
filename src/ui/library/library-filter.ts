import type { AssetKind, AssetOrigin } from '#/domain/asset.ts';

export const TABS = ['all', 'pictures', 'footage', 'recordings', 'results'] as const;
export type Tab = (typeof TABS)[number];

export const ORDERS = ['newest', 'largest'] as const;
export type Order = (typeof ORDERS)[number];

export type LibraryFilter = { tab: Tab; text: string; order: Order };
export const EVERYTHING: LibraryFilter = { tab: 'all', text: '', order: 'newest' };

const NARROWED: Record<Tab, { kind?: AssetKind; origin?: AssetOrigin }> = {
  all: {},
  pictures: { kind: 'image' },
  footage: { kind: 'video', origin: 'uploaded' },
  recordings: { kind: 'audio', origin: 'uploaded' },
  results: { origin: 'made' },
};

/** The filter as the address has it; what it does not know is as if it were not there. */
function readFilter(params: URLSearchParams): LibraryFilter {
  const tab = TABS.find((name) => name === params.get('show')) ?? EVERYTHING.tab;
  const order = ORDERS.find((name) => name === params.get('order')) ?? EVERYTHING.order;
  return { tab, text: (params.get('q') ?? '').slice(0, 200), order };
}

/** The address with this filter in it; what is as usual is left out. */
function writeFilter(filter: LibraryFilter, params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  const set = (name: string, value: string, usual: string) =>
    value === usual ? next.delete(name) : next.set(name, value);
  set('show', filter.tab, EVERYTHING.tab);
  set('q', filter.text.trim(), EVERYTHING.text);
  set('order', filter.order, EVERYTHING.order);
  return next;
}

export const LIBRARY_ADDRESS = { opened: 'asset', read: readFilter, write: writeFilter };

/** What the API is asked for. */
export function toQuery({ tab, text, order }: LibraryFilter) {
  const q = text.trim();
  return { ...NARROWED[tab], ...(q && { q }), order };
}
