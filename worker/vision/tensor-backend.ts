import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

let started: Promise<void> | undefined;

/** Starts the single-threaded WASM backend once per thread; further calls wait for the same start. */
export function startTensorBackend(): Promise<void> {
  started ??= start();
  return started;
}

const PROCESS_EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

async function start(): Promise<void> {
  const before = PROCESS_EVENTS.map((event) => new Set(process.rawListeners(event)));
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(dirname(entry) + sep, false);
  setThreadsCount(1);
  await tf.setBackend('wasm');
  // The WASM loader adds process-wide handlers that turn any stray rejection into a crash of the whole slot.
  PROCESS_EVENTS.forEach((event, i) => {
    for (const listener of process.rawListeners(event)) {
      if (!before[i]?.has(listener)) process.removeListener(event, listener as () => void);
    }
  });
}
