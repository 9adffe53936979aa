import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { environment } from '../bin/environment.ts';
import { type Claim, claimOf } from './claim.ts';

const ROOT = join(import.meta.dirname, '..');
const SAMPLES = 3;
const READY = /^Mouthpiece is ready at /;

/**
 * `start.readyS`: from `npm start` in a built checkout, on a data folder that does not exist yet, until it says that it is
 * ready: database made, started and migrated, pages served, one worker warm.
 */
export async function measureStart(): Promise<Claim[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-bench-start-'));
  try {
    // The first brings the checkout up to date and reads its files into memory.
    await startOnce(join(folder, 'warm-up'));
    const samples: number[] = [];
    for (let i = 0; i < SAMPLES; i++) samples.push(await startOnce(join(folder, `data-${i}`)));
    const again = await startOnce(join(folder, 'data-0'));
    return [
      claimOf({
        name: 'start.readyS',
        unit: 's',
        target: { atMost: 6 },
        samples,
        notes: [`on a data folder that exists: ${again.toFixed(1)} s`],
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds until it is ready; ended again when this returns. */
async function startOnce(dataDir: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...environment(), PORT: '0', MOUTHPIECE_DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
  });
  const exited = once(child, 'exit');
  try {
    await lineOf(child, READY);
    return (performance.now() - startedAt) / 1000;
  } finally {
    // As Ctrl-C does: the signal reaches npm and what it runs.
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    await exited;
  }
}

async function lineOf({ stdout }: ChildProcess, wanted: RegExp): Promise<void> {
  if (!stdout) throw new Error('npm start has no output to read');
  for await (const line of createInterface({ input: stdout })) if (wanted.test(line)) return;
  throw new Error('npm start ended without being ready');
}
