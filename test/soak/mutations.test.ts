import { createHash } from 'node:crypto';
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
}, 300_000);
afterAll(() => stack?.disposeAsync());

/** What became of the files; and how many of them a decoder got to see. */
const ends: Record<string, number> = {};
let decoded = 0;
const count = (end: string) => {
  ends[end] = (ends[end] ?? 0) + 1;
};
/** Refusals by what decoders said; all others are given before. */
const BY_A_DECODER = /nothing of it can be decoded|picture is damaged or incomplete/;
/** So many at least, else the damage is too coarse to try anything but the first look. */
const DECODED = 0.4;

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
  const reason = asset.error?.detail ?? '';
  if (asset.status === 'ready' || BY_A_DECODER.test(reason)) decoded += 1;
  if (asset.status === 'rejected') return count(`rejected: ${reason.replace(/\d+/g, 'N')}`);
  const created = await taskFor(asset.kind, id);
  const task = await until(async () => {
    await delay(100);
    const now = await client.getTask(created.id);
    return isEnded(now.status) && now;
  }, LONGEST_MS);
  count(`${asset.kind} ${task.status} ${task.error?.code ?? ''}`);
  if (task.status !== 'completed') expect(task.error?.detail).toMatch(/^[A-Z].{10,}/);
}

/** What media processes ever had open to the internet; sees those that live longer than a moment. */
async function watchSockets(signal: AbortSignal, processes: Set<number>): Promise<string[]> {
  const seen: string[] = [];
  while (!signal.aborted) {
    for (const pid of (await ground.worker()).children()) {
      processes.add(pid);
      for (const inode of await listInetSockets(pid)) seen.push(`process ${pid}, socket ${inode}`);
    }
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
  const processes = new Set<number>();
  const watched = watchSockets(watching.signal, processes);
  // The one process beside them that has any: if it had none, nobody would see theirs.
  expect(await listInetSockets(pids[1] ?? 0)).not.toEqual([]);
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
  const figures = { mutations: MUTATIONS, decoded, mediaProcesses: processes.size, ends };
  process.stderr.write(`${JSON.stringify(figures, null, 1)}\n`);
  expect(decoded / MUTATIONS).toBeGreaterThan(DECODED);
  expect([(await ground.web()).pid, (await ground.worker()).child.pid]).toEqual(pids);
  await comesToNothing(() => listLeftovers(ground));
  await comesToNothing(() => listLiveJobs(ground));
  expect(await listElsewhere()).toEqual(elsewhere);
  await nothingHasChanged();
});

/** Files that are stored, which slots had links to, are still those that came. */
async function nothingHasChanged(): Promise<void> {
  const { database, blobs } = ground.installation.ctx;
  for (const { blob, sha256 } of await database.pool.asset.findMany({
    where: { status: 'ready' },
  })) {
    const hash = createHash('sha256');
    for await (const chunk of blobs.open(blob ?? '')) hash.update(chunk);
    expect(hash.digest('hex')).toBe(sha256);
  }
}
