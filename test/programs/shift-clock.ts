import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from '../../bin/environment.ts';

/**
 * Loaded before a program with `--import`: the clock of this process is wrong by as many milliseconds as the file
 * `clock` in FAULT_FOLDER says. What the monotonic clock and the database tell stays right.
 */
const { FAULT_FOLDER: folder = '' } = environment();
const Right = Date;
let offsetMs = 0;

setInterval(() => {
  try {
    offsetMs = Number(readFileSync(join(folder, 'clock'), 'utf8'));
  } catch {
    offsetMs = 0;
  }
}, 50).unref();

const now = () => Right.now() + offsetMs;

globalThis.Date = new Proxy(Right, {
  apply: () => new Right(now()).toString(),
  construct: (_, args) => (args.length === 0 ? new Right(now()) : Reflect.construct(Right, args)),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
