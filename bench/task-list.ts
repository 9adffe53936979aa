import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../bin/find-chromium.ts';
import type { Product } from '../bin/launcher.ts';
import { openDatabase } from '../src/data/db.ts';
import { withProduct } from './bench-product.ts';
import { type Claim, meets, percentile } from './claim.ts';
import { insertTasks } from './many-tasks.ts';

const TASKS = 100_000;
const FILL_MS = 300_000;
const REPEATS = 15;
const FRAME_MS = 1000 / 60;
/** A frame that takes longer is one that people see. */
const LONG_MS = 50;
const SCROLL_MS = 8_000;
const PX_PER_FRAME = 60;

/** What the page asks for, and what makes the database work hardest. */
const QUERIES = {
  'first page': 'limit=100',
  'page in the middle': 'limit=100&offset=50000',
  'last page': 'limit=100&offset=99900',
  'failed only': 'limit=100&status=failed',
  'in work only': 'limit=100&status=pending&status=processing',
  'a word of the newest': 'limit=100&q=street%20500',
  'a word of nothing': 'limit=100&q=nowhere',
};

/**
 * `tasks.listMs`: the slowest kind of question to a list of 100,000 tasks, as the median of its answers over HTTP.
 * `tasks.scrollP95Ms`: the time between frames while the page of all of them is scrolled in Chromium.
 */
export async function measureTaskList(): Promise<Claim[]> {
  return withProduct(async (product) => {
    await using database = openDatabase(product.databaseUrl, { max: 2, answerMs: FILL_MS });
    await insertTasks(database.pool, TASKS);
    return [await measureQueries(product), ...(await measureScrolling(product))];
  });
}

async function measureQueries({ url, adminKey }: Product): Promise<Claim> {
  const kinds = {
    ...Object.fromEntries(Object.entries(QUERIES).map(listAddress)),
    counts: '/counts',
  };
  const medians: { kind: string; ms: number }[] = [];
  for (const [kind, path] of Object.entries(kinds)) {
    const times: number[] = [];
    for (let i = 0; i < REPEATS; i++) {
      const start = performance.now();
      const response = await fetch(`${url}/api/v1/tasks${path}`, {
        headers: { 'X-API-Key': adminKey },
      });
      if (!response.ok) throw new Error(`the measured call was answered ${response.status}`);
      await response.arrayBuffer();
      times.push(performance.now() - start);
    }
    medians.push({
      kind,
      ms: percentile(
        times.sort((a, b) => a - b),
        50,
      ),
    });
  }
  const value = Math.max(...medians.map(({ ms }) => ms));
  const notes = medians.map(({ kind, ms }) => `${kind}: ${ms.toFixed(1)} ms`);
  const target = { atMost: 150 };
  const samples = REPEATS * medians.length;
  return {
    ...{ name: 'tasks.listMs', value, unit: 'ms', target, holds: meets(value, target) },
    ...{ samples, spread: null, notes },
  };
}

function listAddress([kind, query]: [string, string]): [string, string] {
  return [kind, `?${query}`];
}

async function measureScrolling({ url }: Product): Promise<Claim[]> {
  await using browser = await chromium.launch({ executablePath: await findChromium(console.log) });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.request.post(`${url}/api/session`, {
    headers: { Origin: url },
    data: { operator: true },
  });
  await page.goto(`${url}/studio/tasks`);
  await page.locator('[data-row="0"]').waitFor({ timeout: 60_000 });
  const { frames, mostRows, travelled } = await scroll(page);
  const sorted = frames.toSorted((a, b) => a - b);
  const long = frames.filter((ms) => ms > LONG_MS).length;
  const far = await jumpFar(page);
  const claim = (claimed: Pick<Claim, 'name' | 'value' | 'unit' | 'notes'>, atMost: number) => ({
    ...claimed,
    ...{ target: { atMost }, holds: meets(claimed.value, { atMost }) },
    ...{ samples: frames.length, spread: null },
  });
  const frame = {
    name: 'tasks.scrollP95Ms',
    value: percentile(sorted, 95),
    unit: 'ms',
    notes: [
      `${Math.round(travelled)} px in ${SCROLL_MS / 1000} s; median ${percentile(sorted, 50).toFixed(1)} ms, slowest ${sorted.at(-1)?.toFixed(0)} ms`,
      `${long} of ${frames.length} frames took longer than ${LONG_MS} ms`,
      `after a jump to the far end its rows were there in ${far.toFixed(0)} ms`,
    ],
  };
  const rows = { name: 'tasks.rowsInDom', value: mostRows, unit: '', notes: [`of ${TASKS} tasks`] };
  return [claim(frame, 2 * FRAME_MS + 1), claim(rows, 60)];
}

/** Scrolls down frame by frame, as a wheel that is turned evenly does. */
function scroll(page: Page): Promise<{ frames: number[]; mostRows: number; travelled: number }> {
  return page.evaluate(
    ({ forMs, step, patienceMs }) =>
      new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error('the browser no longer draws frames')), patienceMs);
        const frames: number[] = [];
        const start = performance.now();
        let before = start;
        let mostRows = 0;
        const next = (now: number) => {
          frames.push(now - before);
          before = now;
          mostRows = Math.max(mostRows, document.querySelectorAll('[data-index]').length);
          if (now - start > forMs) {
            resolve({ frames: frames.slice(1), mostRows, travelled: window.scrollY });
            return;
          }
          window.scrollBy({ top: step, behavior: 'instant' });
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    { forMs: SCROLL_MS, step: PX_PER_FRAME, patienceMs: 4 * SCROLL_MS },
  );
}

async function jumpFar(page: Page): Promise<number> {
  const start = performance.now();
  await page.evaluate(() =>
    window.scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' }),
  );
  await page.locator(`[data-row="${TASKS - 1}"]`).waitFor({ timeout: 60_000 });
  return performance.now() - start;
}
