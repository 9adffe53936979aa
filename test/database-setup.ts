import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installQueue } from '#/queue/boss.ts';
import { endAbandonedPostgres, startPostgres } from '../bin/postgres.ts';
import { migrate } from '../prisma/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The migrated database that each test file clones; nothing may stay connected to it. */
    templateUrl: string;
  }
}

const PREFIX = 'mouthpiece-test-';
const FRESH_MS = 60_000;

/** One PostgreSQL for the whole run, in a folder of its own that goes with it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepKilledRuns();
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const postgres = cleanup.use(
    await startPostgres({ dataDir: join(folder, 'postgres'), durable: false }),
  );
  await migrate(postgres.url);
  await installQueue(postgres.url);
  project.provide('templateUrl', postgres.url);
  const held = cleanup.move();
  return () => held.disposeAsync();
}

/** A killed run leaves its folder and its server; one that is a moment old may only be starting. */
async function sweepKilledRuns(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const folder of names.map((name) => join(tmpdir(), name))) {
    const age = Date.now() - (await stat(folder).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age < FRESH_MS) continue;
    const abandoned = await endAbandonedPostgres(join(folder, 'postgres')).catch(() => true);
    if (abandoned) await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}
