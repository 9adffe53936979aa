import { appendFileSync } from 'node:fs';
import { armFaultPoints } from '#/domain/fault-points.ts';
import { environment } from '../bin/environment.ts';

/** Loaded before the worker, with `--import`: notes when a slot reports that its engine works, by the clock of the machine. */
const { ENGINE_STARTS: path = '' } = environment();

armFaultPoints((point) => {
  if (point === 'slot-working') appendFileSync(path, `${process.hrtime.bigint()}\n`);
});
