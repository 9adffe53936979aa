'use client';

import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Asset } from '#/domain/asset.ts';
import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useMessages } from '../language.tsx';
import { shapeOf } from './asset-facts.ts';
import styles from './asset-grid.module.css';
import { AssetTile } from './asset-tile.tsx';
import { justifyRows } from './justify-rows.ts';
import type { useLibrary } from './use-library.ts';
import type { useSelected } from './use-selected.ts';

const GAP_PX = 12;
/** Of a picture, and of its name and its facts under it, for grids up to so wide. */
const NARROW = { uptoPx: 560, picturePx: 148, wordsPx: 52 };
const USUAL = { uptoPx: 2_400, picturePx: 172, wordsPx: 52 };
const HUGE = { picturePx: 248, wordsPx: 60 };
const OVERSCAN = 3;
const MINUTE_MS = 60_000;

export function AssetGrid(props: {
  assets: Asset[];
  list: ReturnType<typeof useLibrary>['list'];
  opened: string | null;
  selected: ReturnType<typeof useSelected>;
  onOpen: (id: string) => void;
}) {
  const { assets, list, opened, selected, onOpen } = props;
  const { library: words, tryAgain } = useMessages();
  const now = useMinute();
  const { grid, virtualizer, rows } = useRows(assets, opened);
  const items = virtualizer.getVirtualItems();
  useMore(list, (items.at(-1)?.index ?? 0) >= rows.length - 1 - OVERSCAN);
  return (
    <section className={styles.grid} aria-label={words.files} ref={grid} onKeyDown={moveFocus}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start }) => (
          <div
            key={index}
            className={styles.row}
            style={{ transform: `translateY(${start - virtualizer.options.scrollMargin}px)` }}
          >
            {rows[index]?.tiles.map(({ item, width }) => (
              <AssetTile
                key={item.id}
                asset={item}
                size={{ width, height: rows[index]?.height ?? 0 }}
                now={now}
                opened={item.id === opened}
                picked={selected.ids.has(item.id)}
                picking={selected.ids.size > 0}
                onOpen={onOpen}
                onPick={selected.pick}
              />
            ))}
          </div>
        ))}
      </div>
      {list.isFetchNextPageError ? (
        <Notice
          tone="bad"
          action={<Button onClick={() => void list.fetchNextPage()}>{tryAgain}</Button>}
        >
          {words.moreFailed}
        </Notice>
      ) : null}
    </section>
  );
}

/** The rows for the present width, those in sight, and the opened one kept in sight when all move. */
function useRows(assets: Asset[], opened: string | null) {
  const grid = useRef<HTMLElement>(null);
  const [place, setPlace] = useState({ width: 0, top: 0 });
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const look = () => {
      const { width, top } = element.getBoundingClientRect();
      setPlace({ width: Math.floor(width), top: Math.round(top + window.scrollY) });
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    look();
    return () => observer.disconnect();
  }, []);
  const { width } = place;
  const { picturePx, wordsPx } = [NARROW, USUAL].find(({ uptoPx }) => width < uptoPx) ?? HUGE;
  const rows = useMemo(
    () => justifyRows(assets, shapeOf, { width, height: picturePx, gap: GAP_PX }),
    [assets, width, picturePx],
  );
  const virtualizer = useWindowVirtualizer<HTMLDivElement>({
    count: rows.length,
    estimateSize: (index) => (rows[index]?.height ?? 0) + wordsPx + GAP_PX,
    overscan: OVERSCAN,
    scrollMargin: place.top,
    useFlushSync: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows have other heights
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rows]);
  const latest = useRef(rows);
  latest.current = rows;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the details take width from the grid when they open
  useEffect(() => {
    const row = latest.current.findIndex(({ tiles }) =>
      tiles.some(({ item }) => item.id === opened),
    );
    if (row >= 0) virtualizer.scrollToIndex(row, { align: 'auto', behavior: 'instant' });
  }, [virtualizer, opened, width]);
  return { grid, virtualizer, rows };
}

/** Reads the next page when the end of what is here comes into sight. */
function useMore(list: ReturnType<typeof useLibrary>['list'], atEnd: boolean): void {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = list;
  const wanted = atEnd && hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  useEffect(() => {
    if (wanted) void fetchNextPage();
  }, [wanted, fetchNextPage]);
}

function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Arrow keys go from picture to picture: along the row, and to the nearest one above or below. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const from = event.target;
  if (!(from instanceof HTMLElement) || from.dataset.tile === undefined) return;
  const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-tile]')];
  const at = tiles.indexOf(from);
  const next = nextTile(event.key, tiles, at);
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: 'nearest', behavior: 'instant' });
}

function nextTile(key: string, tiles: HTMLElement[], at: number): HTMLElement | undefined {
  if (key === 'ArrowRight') return tiles[at + 1];
  if (key === 'ArrowLeft') return tiles[at - 1];
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
  const boxes = tiles.map((tile) => tile.getBoundingClientRect());
  const here = boxes[at];
  if (!here) return undefined;
  const sign = key === 'ArrowDown' ? 1 : -1;
  const middle = here.left + here.width / 2;
  let best: { tile: HTMLElement | undefined; far: number } = { tile: undefined, far: Infinity };
  for (const [index, box] of boxes.entries()) {
    const down = (box.top - here.top) * sign;
    if (down < 1) continue;
    const far = down * 10 + Math.abs(box.left + box.width / 2 - middle);
    if (far < best.far) best = { tile: tiles[index], far };
  }
  return best.tile;
}
