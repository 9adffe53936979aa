'use client';

import { useCallback, useMemo, useRef, useState } from 'react';
import type { Asset } from '#/domain/asset.ts';

const NONE: ReadonlySet<string> = new Set();

/** Assets picked by their boxes: one, or with Shift all since the last. What is gone is no longer picked. */
export function useSelected(assets: readonly Asset[] | undefined) {
  const [ids, setIds] = useState(NONE);
  const last = useRef<string | null>(null);
  const known = useRef(assets);
  known.current = assets;
  const pick = useCallback((id: string, { on, range }: { on: boolean; range: boolean }) => {
    const all = known.current?.map((asset) => asset.id) ?? [];
    const from = range && last.current ? all.indexOf(last.current) : -1;
    const to = all.indexOf(id);
    last.current = id;
    const reach = from < 0 ? [id] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
    setIds((before) => {
      const next = new Set(before);
      for (const one of reach) on ? next.add(one) : next.delete(one);
      return next;
    });
  }, []);
  const clear = useCallback(() => setIds(NONE), []);
  const picked = useMemo(() => assets?.filter(({ id }) => ids.has(id)) ?? [], [assets, ids]);
  return { ids, picked, pick, clear };
}
