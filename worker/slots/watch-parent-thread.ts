import { workerData } from 'node:worker_threads';

const LOOK_EVERY_MS = 1_000;

/** Ends its process when the one that started it is gone: in the middle of a damaged file the main thread hears nothing. */
setInterval(() => {
  if (process.ppid !== (workerData as number)) process.kill(process.pid, 'SIGKILL');
}, LOOK_EVERY_MS);
