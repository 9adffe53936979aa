import type { Product } from '../bin/launcher.ts';
import { openDatabase } from '../src/data/db.ts';
import { withProduct } from './bench-product.ts';
import { type Claim, claimOf, meets, percentile } from './claim.ts';
import { runLoad, startHelper } from './load.ts';
import { copyTask, insertTasks, pretendRendering } from './many-tasks.ts';
import { cpuSeconds, findChild } from './processes.ts';

const ROUNDS = 7;
const ROUND_S = 2;
const TASKS = 200;
const CONNECTIONS = 16;
const WARM_UP_S = 5;
const POLLERS = 2_000;
const POLL_EVERY_MS = 2_000;
const POLL_S = 20;

/**
 * `status.vsBare`: how many status calls a second the product answers ÷ how often a bare node:http server reads the same
 * row. `status.under2000Pollers.p99Ms`: how long a status call takes while 2,000 clients ask every other second.
 */
export async function measureStatus(): Promise<Claim[]> {
  return withProduct(async (product) => [
    await measureAgainstBare(product),
    await measurePollers(product),
  ]);
}

async function measureAgainstBare(product: Product): Promise<Claim> {
  await using bare = startHelper('bare-process.ts');
  const bareUrl = (await bare.ask(product.databaseUrl)) as string;
  const ids = await makeTasks(product);
  const web = findChild('src/server.ts');
  const at = (url: string, pid: number) => (seconds: number) =>
    rateOf({ url, pid, ids, key: product.adminKey, seconds });
  const [ours, theirs] = [at(product.url, web), at(bareUrl, bare.pid)];
  await ours(WARM_UP_S);
  await theirs(WARM_UP_S);
  const rounds: { ours: Rate; theirs: Rate }[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    // Each goes first as often as the other: the machine may tire or wake meanwhile.
    const first = await (i % 2 === 0 ? ours : theirs)(ROUND_S);
    const second = await (i % 2 === 0 ? theirs : ours)(ROUND_S);
    rounds.push(i % 2 === 0 ? { ours: first, theirs: second } : { ours: second, theirs: first });
  }
  return claimOf({
    name: 'status.vsBare',
    unit: '×',
    target: { atLeast: 0.6 },
    samples: rounds.map((round) => round.ours.perSecond / round.theirs.perSecond),
    notes: [
      `with key, limits and signed links ${sayRates(rounds.map((round) => round.ours))}`,
      `bare node:http and the same row ${sayRates(rounds.map((round) => round.theirs))}`,
      `${TASKS} finished videos in turn over ${CONNECTIONS} connections; servers, callers and PostgreSQL on the same cores`,
    ],
  });
}

type Rate = { perSecond: number; busy: number };

async function rateOf(at: {
  url: string;
  pid: number;
  ids: string[];
  key: string;
  seconds: number;
}): Promise<Rate> {
  const before = cpuSeconds(at.pid);
  const { answers, seconds } = await runLoad({
    url: at.url,
    paths: at.ids.map((id) => `/api/v1/tasks/${id}`),
    headers: { authorization: `Bearer ${at.key}` },
    status: 200,
    connections: CONNECTIONS,
    seconds: at.seconds,
  });
  return { perSecond: answers / seconds, busy: (cpuSeconds(at.pid) - before) / answers };
}

function sayRates(rates: Rate[]): string {
  const median = (what: keyof Rate) =>
    percentile(
      rates.map((rate) => rate[what]).sort((a, b) => a - b),
      50,
    );
  return `${median('perSecond').toFixed(0)} calls a second, ${(median('busy') * 1e6).toFixed(0)} µs of processor time each`;
}

/** Finished videos, whose answers have everything that an answer can have: one made, and rows like its own. */
async function makeTasks({ url, adminKey, databaseUrl }: Product): Promise<string[]> {
  const headers = { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' };
  const body = JSON.stringify({
    type: 'digital_human',
    input: { image: 'portrait:host', speech_text: 'Yes.' },
    options: { resolution: '360p', quality: 'draft' },
  });
  const created = await fetch(`${url}/api/v1/tasks`, { method: 'POST', headers, body });
  const { id } = (await created.json()) as { id: string };
  for (let completed = false; !completed; ) {
    const answer = await fetch(`${url}/api/v1/tasks/${id}?wait=30`, { headers });
    const task = (await answer.json()) as { completed_at: string | null; result_url: unknown };
    completed = task.completed_at !== null;
    if (!answer.ok || (completed && !task.result_url)) throw new Error('the task did not complete');
  }
  await using database = openDatabase(databaseUrl, { max: 2 });
  return [id, ...(await copyTask(database.pool, id, TASKS - 1))];
}

async function measurePollers({ url, adminKey, databaseUrl }: Product): Promise<Claim> {
  await using database = openDatabase(databaseUrl, { max: 2 });
  await insertTasks(database.pool, POLLERS);
  const ids = await pretendRendering(database.pool);
  const { latenciesMs } = await runLoad({
    url,
    paths: ids.map((id) => `/api/v1/tasks/${id}`),
    headers: { authorization: `Bearer ${adminKey}` },
    status: 200,
    connections: POLLERS,
    seconds: POLL_S,
    everyMs: POLL_EVERY_MS,
  });
  const sorted = latenciesMs.sort((a, b) => a - b);
  const value = percentile(sorted, 99);
  const target = { atMost: 50 };
  return {
    name: 'status.under2000Pollers.p99Ms',
    value,
    unit: 'ms',
    target,
    holds: meets(value, target),
    samples: sorted.length,
    spread: null,
    notes: [
      `${POLLERS} keep-alive connections, each asking for its own task every ${POLL_EVERY_MS / 1000} s: ${(sorted.length / POLL_S).toFixed(0)} calls a second`,
      `median ${percentile(sorted, 50).toFixed(1)} ms, slowest ${sorted.at(-1)?.toFixed(0)} ms`,
    ],
  };
}
