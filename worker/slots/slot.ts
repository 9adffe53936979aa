import { Worker } from 'node:worker_threads';
import { onParentGone } from '#/parent-process.ts';
import type { FromEngineThread, ToEngineThread } from './engine-thread.ts';
import { MediaThreads } from './media-threads.ts';
import type { FromSlot, ToSlot } from './slot-messages.ts';

/**
 * The main thread of a slot process: messages only, so it always hears a cancel. Engines, decoder and encoder run in
 * threads of its own, which are never terminated in mid-call: a slot that must stop at once is killed as a whole.
 */
const engineThread = new Worker(new URL('engine-thread.ts', import.meta.url));
let cancelled = false;

const mediaThreads = new MediaThreads({
  onProgress: (report) => send({ type: 'progress', report }),
  onPreview: (preview) => cancelled || send({ type: 'preview', preview }),
  onEnd: (kind, failure) => tell({ type: 'ended', kind, failure }),
});

function send(message: FromSlot): void {
  process.send?.(message, () => {});
}

function tell(message: ToEngineThread): void {
  engineThread.postMessage(message);
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

engineThread.on('message', (message: FromEngineThread) => {
  switch (message.type) {
    case 'start':
      mediaThreads.start(message.thread);
      return;
    case 'done':
    case 'failed':
      send(cancelled ? { type: 'cancelled' } : message);
      return;
    case 'progress':
      if (!cancelled) send(message);
      return;
    case 'ready':
      send(message);
      return;
    default:
      message satisfies never;
  }
});
engineThread.on('error', (error) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  die();
});

process.on('message', (message: ToSlot) => {
  switch (message.type) {
    case 'run':
      cancelled = false;
      mediaThreads.reset();
      tell(message);
      return;
    case 'cancel':
      cancelled = true;
      mediaThreads.abort();
      tell(message);
      return;
    default:
      message satisfies never;
  }
});
onParentGone(die);
