import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultPoint } from '#/domain/fault-points.ts';
import type { TestDatabase } from './database.ts';
import { type GroundWorker, startApart, startLaunched } from './fault-processes.ts';
import { createInstallation, type Installation } from './installation.ts';
import { until } from './until.ts';

/** Trouble is noticed fast enough for a test to wait for it. */
export const FAST = {
  MOUTHPIECE_TIMING_LEASE_MS: '1500',
  MOUTHPIECE_TIMING_SWEEP_MS: '200',
  MOUTHPIECE_TIMING_RETRY_MS: '100',
  MOUTHPIECE_TIMING_DRAIN_MS: '100',
  MOUTHPIECE_TIMING_ORPHAN_MS: '2000',
  MOUTHPIECE_TIMING_DELIVERY_MS: '2000',
};

export type GroundOptions = {
  settings?: Record<string, string>;
  /** Instead of one of the database server that all tests share. */
  database?: TestDatabase;
  /** What the web process and the worker get instead of the address of their database. */
  throughProxy?: (url: string) => string;
  /** Whether web process and worker are those of a launcher, as with `npm start`; it needs the built pages. */
  launched?: boolean;
};

export type FaultGround = AsyncDisposable & {
  installation: Installation;
  secret: string;
  /** The web process that runs now. */
  web(): Promise<{ pid: number }>;
  /** The worker that runs now. */
  worker(): Promise<GroundWorker>;
  /** The launcher that runs now, where there is one. */
  launcher(): Promise<{ pid: number } | null>;
  /** What happens to the first process that gets to this point. */
  arm(point: FaultPoint, how: 'kill' | 'full' | 'hold'): Promise<void>;
  /** Resolves when a process got there. */
  hit(point: FaultPoint): Promise<unknown>;
  letGo(point: FaultPoint): Promise<void>;
  /** From now on the clocks of the web process and the worker are wrong by this much. */
  shiftClocks(ms: number): Promise<void>;
  /** Repeats the call, as a client would, until a server answers it. */
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
  /** Every process that any worker had started so far. */
  children: Set<number>;
};

/** A process may have to start first, on a machine that has much else to do. */
const HIT_WITHIN_MS = 40_000;

type CallOptions = { body?: BodyInit; headers?: Record<string, string> };

/** A web process and a worker that are started again whenever they die, with fault points that can be armed. */
export async function openFaultGround(options: GroundOptions = {}): Promise<FaultGround> {
  const { settings, database, throughProxy = (url) => url } = options;
  await using opened = new AsyncDisposableStack();
  const installation = opened.use(await createInstallation({ ...FAST, ...settings }, database));
  const routed = {
    settings: { ...installation.settings, DATABASE_URL: throughProxy(installation.databaseUrl) },
  };
  const { secret } = await installation.asNewKey();
  const folder = join(installation.dataDir, 'faults');
  await mkdir(folder);
  const children = new Set<number>();
  const start = options.launched ? startLaunched : startApart;
  const { address, web, worker, launcher } = opened.use(start(routed, folder));
  for (const pid of (await worker()).children()) children.add(pid);
  await web();
  const held = opened.move();
  return {
    installation,
    secret,
    children,
    ...{ web, worker, launcher },
    async arm(point, how) {
      for (const end of ['.go', '.hit']) await rm(join(folder, point + end), { force: true });
      for (const pid of (await worker()).children()) children.add(pid);
      await writeFile(join(folder, point), how);
    },
    hit: (point) => until(() => existsSync(join(folder, `${point}.hit`)), HIT_WITHIN_MS),
    letGo: (point) => writeFile(join(folder, `${point}.go`), ''),
    shiftClocks: (ms) => writeFile(join(folder, 'clock'), String(ms)),
    call: (method, path, { body, headers } = {}) =>
      until(async () => {
        const all = { 'X-API-Key': secret, ...headers };
        return fetch((await address()) + path, {
          method,
          headers: all,
          ...(body && { body }),
        }).catch(() => null);
      }),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}

/** What nobody needs any more and is still there: folders, bytes without a row, rows without bytes, processes. */
export async function listLeftovers({
  installation,
  children,
  worker,
}: FaultGround): Promise<string[]> {
  const { ctx } = installation;
  const rows = await ctx.database.pool.asset.findMany();
  const pieces = await ctx.database.pool.previewSegment.findMany();
  const tracks = await ctx.database.pool.faceTrack.findMany();
  const named = [
    ...rows.flatMap((row) => [row.blob, row.thumbnailBlob, row.captionsBlob]),
    ...[...pieces, ...tracks].map(({ blob }) => blob),
  ].filter((name) => name !== null);
  const stored: string[] = [];
  for await (const { name } of ctx.blobs.list()) stored.push(name);
  const uploads = await readdir(ctx.paths.uploads);
  const alive = new Set((await worker()).children());
  return [
    ...(await readdir(ctx.paths.work)).map((name) => `work folder ${name}`),
    ...uploads.filter((name) => !name.endsWith('.json')).map((name) => `partial upload ${name}`),
    ...stored.filter((name) => !named.includes(name)).map((name) => `blob without a row ${name}`),
    ...named.filter((name) => !stored.includes(name)).map((name) => `row without a blob ${name}`),
    ...[...children]
      .filter((pid) => !alive.has(pid) && isRunning(pid))
      .map((pid) => `orphan process ${pid}`),
  ];
}

/** Jobs that the queue would still run. */
export async function listLiveJobs({ installation }: FaultGround): Promise<string[]> {
  const rows = await installation.ctx.database.pool.$queryRaw<{ data: unknown }[]>`
    SELECT data FROM pgboss.job WHERE state < 'completed' AND name IN ('run-task', 'probe-asset')`;
  return rows.map(({ data }) => JSON.stringify(data));
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
