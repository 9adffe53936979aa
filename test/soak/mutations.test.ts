import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Asset } from '#/domain/asset.ts';
import { isEnded, type Task } from '#/domain/task.ts';
import { comesToNothing, FaultClient } from '../fault-client.ts';
import { type FaultGround, listLeftovers, listLiveJobs, openFaultGround } from '../fault-ground.ts';
import { until } from '../until.ts';
import { makeOriginals, type Original } from './made-originals.ts';
import { mutate } from './mutate.ts';
import { listInetSockets } from './process-figures.ts';
import { Chance, chooseSeed, inParallel, setting } from './seeded.ts';

const MUTATIONS = setting('SOAK_MUTATIONS', 2_000);
const LANES = 4;
/** No look at a file and no task on so short a file may take longer. */
const LONGEST_MS = 90_000;
const LOOK_EVERY_MS = 200;
const ROOT = new URL('../..', import.meta.url).pathname;

const seed = chooseSeed('mutations');
let stack: AsyncDisposableStack;
let ground: FaultGround;
let client: FaultClient;
let originals: Original[];
let kept: string;
let voice: string;

beforeAll(async () => {
  stack = new AsyncDisposableStack();
  kept = await mkdtemp(join(tmpdir(), 'mouthpiece-hostile-'));
  stack.defer(() => rm(kept, { recursive: true, force: true }));
  await mkdir(join(kept, 'tmp'));
  ground = stack.use(
    await openFaultGround({
      settings: {
        TMPDIR: join(kept, 'tmp'),
        MOUTHPIECE_WORKER_SLOTS: '2',
        MOUTHPIECE_TIMING_LEASE_MS: '5000',
        MOUTHPIECE_LIMIT_OUTPUT_MINUTES_PER_DAY: '100000',
      },
    }),
  );
  client = new FaultClient(ground);
  originals = await makeOriginals();
  const { id } = await client.speech('Hi.');
  voice = (await client.endsOnce(id, 'completed')).output?.asset_id ?? '';
}, 60_000);
afterAll(() => stack?.disposeAsync());

const ends: Record<string, number> = {};
const count = (end: string) => {
  ends[end] = (ends[end] ?? 0) + 1;
};

async function send(bytes: Buffer, name: string): Promise<string> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  const answer = await ground.call('POST', '/api/v1/assets', { body: form });
  expect(answer.status, await answer.clone().text()).toBe(201);
  return ((await answer.json()) as Asset).id;
}

function taskFor(kind: Asset['kind'], id: string): Promise<Task> {
  const options = { resolution: '360p', fps: 10, quality: 'draft' };
  switch (kind) {
    case 'video':
      return client.createTask({ type: 'lipsync', input: { video: id, audio: voice }, options });
    case 'audio':
      return client.createTask({
        type: 'lipsync',
        input: { image: 'portrait:host', audio: id },
        options,
      });
    default:
      return client.createTask({ type: 'lipsync', input: { image: id, audio: voice }, options });
  }
}

/** Upload, look, task: each ends in time, in what a person can act on. */
async function survive(bytes: Buffer, name: string): Promise<void> {
  const id = await send(bytes, name);
  const asset = await until(async () => {
    await delay(30);
    const now = await client.json<Asset>('GET', `/api/v1/assets/${id}`);
    return now.status !== 'probing' && now;
  }, LONGEST_MS);
  if (asset.status === 'rejected') return count(`rejected ${asset.error?.code}`);
  const created = await taskFor(asset.kind, id);
  const task = await until(async () => {
    await delay(100);
    const now = await client.getTask(created.id);
    return isEnded(now.status) && now;
  }, LONGEST_MS);
  count(`${task.status} ${task.error?.code ?? ''}`);
  if (task.status !== 'completed') expect(task.error?.detail).toMatch(/^[A-Z].{10,}/);
}

/** What media processes ever had open to the internet; sees those that live longer than a moment. */
async function watchSockets(signal: AbortSignal): Promise<string[]> {
  const seen: string[] = [];
  while (!signal.aborted) {
    for (const pid of (await ground.worker()).children())
      for (const inode of await listInetSockets(pid)) seen.push(`process ${pid}, socket ${inode}`);
    await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {});
  }
  return seen;
}

/** Where nothing may be written. */
async function listElsewhere(): Promise<string[]> {
  const places = [ROOT, join(kept, 'tmp'), ground.installation.dataDir, '/'];
  return (await Promise.all(places.map((place) => readdir(place)))).flat();
}

test('damaged media end no long-lived process, hang nothing, and reach nothing outside their folder', {
  timeout: 7_200_000,
}, async () => {
  const elsewhere = await listElsewhere();
  const pids = [(await ground.web()).pid, (await ground.worker()).child.pid];
  const watching = new AbortController();
  const watched = watchSockets(watching.signal);
  await inParallel({ count: MUTATIONS, lanes: LANES }, async (index) => {
    const chance = new Chance(seed + index);
    const original = chance.pick(originals);
    const { how, bytes } = mutate(original.bytes, chance, chance.pick(originals).bytes);
    const name = chance.below(4) === 0 ? chance.pick(originals).name : original.name;
    await survive(bytes, name).catch(async (cause: unknown) => {
      const file = join(tmpdir(), `mouthpiece-mutation-${seed}-${index}`);
      await writeFile(file, bytes);
      throw new Error(`${original.name} ${how} as ${name}, kept in ${file}`, { cause });
    });
  });
  watching.abort();
  expect(await watched).toEqual([]);
  process.stderr.write(`${JSON.stringify(ends)}\n`);
  expect([(await ground.web()).pid, (await ground.worker()).child.pid]).toEqual(pids);
  await comesToNothing(() => listLeftovers(ground));
  await comesToNothing(() => listLiveJobs(ground));
  expect(await listElsewhere()).toEqual(elsewhere);
});
