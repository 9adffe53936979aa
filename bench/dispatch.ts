import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Product } from '../bin/launcher.ts';
import { withProduct } from './bench-product.ts';
import { type Claim, meets, percentile } from './claim.ts';

const WARM_UP = 20;
const SAMPLES = 200;
/** The worker puts the task before away in this time: what is measured is the way to a free slot. */
const IDLE_MS = 30;

/** `dispatch.p50Ms` and `dispatch.p99Ms`: from sending the API call until an engine has reported that it works on the task. */
export async function measureDispatch(): Promise<Claim[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-bench-'));
  const starts = join(folder, 'starts');
  try {
    const settings = {
      NODE_OPTIONS: `--import=${new URL('engine-starts-process.ts', import.meta.url).href}`,
      ENGINE_STARTS: starts,
    };
    const times = await withProduct((product) => dispatchMany(product, starts), settings);
    const toEngine = times.map(({ engine }) => engine).sort((a, b) => a - b);
    const toAnswer = times.map(({ answer }) => answer).sort((a, b) => a - b);
    const notes = [
      `fastest ${toEngine[0]?.toFixed(1)} ms, slowest ${toEngine.at(-1)?.toFixed(1)} ms`,
      `the call itself was answered after ${percentile(toAnswer, 50).toFixed(1)} ms`,
    ];
    const claim = (name: string, rank: number, atMost: number): Claim => {
      const value = percentile(toEngine, rank);
      const target = { atMost };
      const holds = meets(value, target);
      return { name, value, unit: 'ms', target, holds, samples: SAMPLES, spread: null, notes };
    };
    return [claim('dispatch.p50Ms', 50, 20), claim('dispatch.p99Ms', 99, 100)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Times = { engine: number; answer: number };

async function dispatchMany(product: Product, starts: string): Promise<Times[]> {
  const times: Times[] = [];
  for (let i = 0; i < WARM_UP + SAMPLES; i++) {
    await delay(IDLE_MS);
    await writeFile(starts, '');
    const took = await dispatchOnce(product, starts);
    if (i >= WARM_UP) times.push(took);
  }
  return times;
}

async function dispatchOnce({ url, adminKey }: Product, starts: string): Promise<Times> {
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ type: 'speech', input: { text: 'Yes.' } });
  const startedAt = process.hrtime.bigint();
  const response = await fetch(`${url}/api/v1/tasks`, { method: 'POST', headers, body });
  const { id } = (await response.json()) as { id: string };
  const answeredAt = process.hrtime.bigint();
  for (let completed = false; !completed; ) {
    const task = await fetch(`${url}/api/v1/tasks/${id}?wait=30`, { headers });
    const { status } = (await task.json()) as { status: string };
    if (!task.ok || status === 'failed') throw new Error('the measured task did not complete');
    completed = status === 'completed';
  }
  const [start] = (await readFile(starts, 'utf8')).split('\n');
  if (!start) throw new Error('the worker did not note when the engine began');
  const ms = (until: bigint) => Number(until - startedAt) / 1e6;
  return { engine: ms(BigInt(start)), answer: ms(answeredAt) };
}
