import { type ChildProcess, fork } from 'node:child_process';

/** Settings that a media process may see: no secrets, no addresses. */
const PASSED_ON = ['PATH', 'LANG', 'TZ', 'TMPDIR'] as const;

/** The JavaScript part of a media process's memory; media, models and frames lie outside it. */
const HEAP_MB = 1024;
/** Small: what is made and dropped for every frame must not pile up. */
const YOUNG_MB = 2;

export type MediaProcessOptions = {
  /** Of which it sees what it may see. */
  env: NodeJS.ProcessEnv;
  /** Resident memory above which the process is ended. */
  maxBytes: number;
};

/** Starts a process that will touch media, told our pid: without the environment of this one, and with memory given back early. */
export function forkMedia(entry: URL, { env }: MediaProcessOptions): ChildProcess {
  const kept = PASSED_ON.map((name) => [name, env[name]] as const);
  return fork(entry, [String(process.pid)], {
    env: {
      ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)),
      NODE_ENV: 'production',
      NODE_NO_WARNINGS: '1',
      MALLOC_MMAP_THRESHOLD_: '262144',
      // Few arenas: what one thread frees is used again by the others, and long footage keeps to its memory.
      MALLOC_ARENA_MAX: '2',
      SVT_LOG: '1',
    },
    execArgv: [`--max-old-space-size=${HEAP_MB}`, `--max-semi-space-size=${YOUNG_MB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
