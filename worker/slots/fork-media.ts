import { type ChildProcess, fork } from 'node:child_process';

/** Settings that a media process may see: no secrets, no addresses. */
const PASSED_ON = ['PATH', 'LANG', 'TZ', 'TMPDIR'] as const;

/** Starts a process that will touch media: without the environment of this one, and with memory given back early. */
export function forkMedia(entry: URL, env: NodeJS.ProcessEnv): ChildProcess {
  const kept = PASSED_ON.map((name) => [name, env[name]] as const);
  return fork(entry, [], {
    env: {
      ...Object.fromEntries(kept.filter(([, value]) => value !== undefined)),
      NODE_ENV: 'production',
      NODE_NO_WARNINGS: '1',
      MALLOC_MMAP_THRESHOLD_: '262144',
    },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
