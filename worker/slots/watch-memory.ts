import type { ChildProcess } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';

const LOOK_EVERY_MS = 500;
/** How much sooner than others the system should end such a process when memory runs out; at most 1000. */
const SACRIFICE = '700';

/**
 * Ends a media process that takes more resident memory than it may, before the machine suffers; tells once that it did.
 * Where the system does not show it (only Linux does), nothing is watched.
 */
export function watchMemory(child: ChildProcess, maxBytes: number, onExceeded: () => void): void {
  const { pid } = child;
  if (process.platform !== 'linux' || pid === undefined) return;
  writeFile(`/proc/${pid}/oom_score_adj`, SACRIFICE).catch(() => {});
  const timer = setInterval(async () => {
    const bytes = await residentBytes(pid);
    if (bytes <= maxBytes || child.exitCode !== null || child.signalCode !== null) return;
    clearInterval(timer);
    onExceeded();
    child.kill('SIGKILL');
  }, LOOK_EVERY_MS).unref();
  child.once('exit', () => clearInterval(timer));
}

/** 0 for a process that is gone, and where the system does not tell. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}
