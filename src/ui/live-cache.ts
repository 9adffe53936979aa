import type { QueryClient, QueryFilters } from '@tanstack/react-query';
import type { LiveEvent } from '#/domain/live-event.ts';
import type { useTRPC } from './api.tsx';

type Api = ReturnType<typeof useTRPC>;
type Thing = { id: string; status: string };

/** Lists are read again at most this often, however much happens. */
const LISTS_EVERY_MS = 500;
const KNOWN_STATUSES = 5_000;

/**
 * Brings what the stream says into the caches: a thing that is shown changes in place, and lists and counts are read
 * again when something came, went or changed its status.
 */
export function createLiveCache(queryClient: QueryClient, api: Api) {
  const statuses = new Map<string, string>();
  const lists = {
    task: throttled(() =>
      invalidate(queryClient, { ...api.tasks.pathFilter(), predicate: isNoGet }),
    ),
    asset: throttled(() =>
      invalidate(queryClient, { ...api.assets.pathFilter(), predicate: isNoGet }),
    ),
  };

  const show = (object: 'task' | 'asset', thing: Thing) => {
    const known = statuses.get(thing.id);
    if (statuses.size > KNOWN_STATUSES) statuses.clear();
    statuses.set(thing.id, thing.status);
    const [key, filter] =
      object === 'task'
        ? [api.tasks.get.queryKey({ id: thing.id }), api.tasks.list.pathFilter()]
        : [api.assets.get.queryKey({ id: thing.id }), api.assets.list.pathFilter()];
    void replace(queryClient, key, thing);
    queryClient.setQueriesData(filter, (old: unknown) => patched(old, thing));
    if (known !== thing.status) lists[object]();
  };

  const readAgain = () => {
    void invalidate(queryClient, api.tasks.pathFilter());
    void invalidate(queryClient, api.assets.pathFilter());
  };
  let hasBegun = false;

  return (event: LiveEvent): void => {
    switch (event.type) {
      case 'ready':
        // What was read before anybody listened may have changed in between.
        if (!hasBegun) readAgain();
        hasBegun = true;
        return;
      case 'reset':
        readAgain();
        return;
      case 'task':
        show('task', event.task);
        return;
      case 'asset':
        show('asset', event.asset);
        return;
      case 'deleted':
        statuses.delete(event.id);
        lists[event.object]();
        return;
      default:
        event satisfies never;
    }
  };
}

/** An answer that is still under way may be older than what the stream has just said. */
async function replace(
  queryClient: QueryClient,
  queryKey: readonly unknown[],
  thing: Thing,
): Promise<void> {
  const state = queryClient.getQueryState(queryKey);
  if (!state) return;
  if (state.fetchStatus !== 'idle') await queryClient.cancelQueries({ queryKey, exact: true });
  queryClient.setQueryData(queryKey, thing);
}

type PageLike = { data: Thing[] };
type PagesLike = { pages: PageLike[] };

function patched(old: unknown, thing: Thing): unknown {
  if (typeof old !== 'object' || old === null) return old;
  if ('pages' in old) {
    const { pages } = old as PagesLike;
    const next = pages.map((page) => patchPage(page, thing));
    return next.some((page, index) => page !== pages[index]) ? { ...old, pages: next } : old;
  }
  return 'data' in old ? patchPage(old as PageLike, thing) : old;
}

function patchPage(page: PageLike, thing: Thing): PageLike {
  const index = page.data.findIndex(({ id }) => id === thing.id);
  return index < 0 ? page : { ...page, data: page.data.with(index, thing) };
}

const isNoGet: NonNullable<QueryFilters['predicate']> = ({ queryKey }) => {
  const [path] = queryKey as [string[]];
  return path.at(-1) !== 'get';
};

/** Answers under way are dropped: a first one would otherwise count as new, though it may be older than the news. */
async function invalidate(queryClient: QueryClient, filter: QueryFilters): Promise<void> {
  await queryClient.cancelQueries(filter);
  await queryClient.invalidateQueries(filter);
}

/** Runs at once, then again after a pause when it was asked for meanwhile; never twice at the same time. */
function throttled(run: () => Promise<void>): () => void {
  let busy = false;
  let again = false;
  const go = async (): Promise<void> => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    const pause = new Promise((resolve) => setTimeout(resolve, LISTS_EVERY_MS));
    await Promise.all([run().catch(() => undefined), pause]);
    busy = false;
    if (again) await go();
  };
  return () => void go();
}
