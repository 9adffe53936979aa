import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { armFaultPoints, type FaultPoint } from '#/domain/fault-points.ts';
import { environment } from '../../bin/environment.ts';

/**
 * Loaded before a program with `--import`: a file named after a point, in FAULT_FOLDER, says what happens to the first
 * process that gets there. `kill`: kill −9. `full`: the disk is full. `hold`: it waits until `POINT.go` is there.
 */
const { FAULT_FOLDER: folder = '' } = environment();

armFaultPoints((point) => {
  const how = take(point);
  if (how === 'kill') process.kill(process.pid, 'SIGKILL');
  if (how === 'full') {
    throw Object.assign(new Error("ENOSPC: no space left on device, write '/data/tasks/x'"), {
      code: 'ENOSPC',
    });
  }
  return how === 'hold' ? hold(point) : undefined;
});

function take(point: FaultPoint): string | null {
  const path = join(folder, point);
  if (!existsSync(path)) return null;
  try {
    renameSync(path, `${path}.hit`);
    return readFileSync(`${path}.hit`, 'utf8');
  } catch {
    return null;
  }
}

async function hold(point: FaultPoint): Promise<void> {
  while (!existsSync(join(folder, `${point}.go`))) await delay(10);
}
