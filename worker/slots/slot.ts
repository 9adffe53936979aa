import { Worker } from 'node:worker_threads';
import type { EncodeThreadData, EncodeThreadMessage } from '../media/encode-thread.ts';
import { abortRing, type FrameRing } from '../media/frame-ring.ts';
import { progressOf } from '../stages/animate-still.ts';
import type { FromEngineThread, ToEngineThread } from './engine-thread.ts';
import type { FromSlot, SlotFailure, ToSlot } from './slot-messages.ts';

/**
 * The main thread of a slot process: messages only, so it always hears a cancel. Engines and encoder run in threads of
 * its own, which are never terminated in mid-call: a slot that must stop at once is killed as a whole.
 */
const engineThread = new Worker(new URL('engine-thread.ts', import.meta.url));
let ring: FrameRing | undefined;
let cancelled = false;

function send(message: FromSlot): void {
  process.send?.(message);
}

function tell(message: ToEngineThread): void {
  engineThread.postMessage(message);
}

function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function startEncoder(options: EncodeThreadData, from: number): void {
  ring = options.ring;
  if (cancelled) abortRing(ring);
  const encoder = new Worker(new URL('../media/encode-thread.ts', import.meta.url), {
    workerData: options,
  });
  let outcome: SlotFailure | null = lost('the encoder ended without a result');
  encoder.on('message', (message: EncodeThreadMessage) => {
    switch (message.type) {
      case 'progress':
        if (!cancelled) {
          const progress = progressOf(from, message.frames, options.frames);
          send({ type: 'progress', report: { stage: 'rendering', progress } });
        }
        return;
      case 'done':
        outcome = null;
        return;
      case 'failed':
        outcome = { code: message.code, detail: message.message, cause: null };
        return;
      default:
        message satisfies never;
    }
  });
  encoder.on('error', (error) => {
    outcome = lost(error instanceof Error ? (error.stack ?? error.message) : String(error));
  });
  encoder.on('exit', () => {
    if (outcome) abortRing(options.ring);
    tell({ type: 'encoded', failure: outcome });
  });
}

function lost(cause: string): SlotFailure {
  return { code: 'engine_failed', detail: 'The video could not be encoded', cause };
}

engineThread.on('message', (message: FromEngineThread) => {
  switch (message.type) {
    case 'encode':
      startEncoder(message.options, message.from);
      return;
    case 'done':
    case 'failed':
      send(cancelled ? { type: 'cancelled' } : message);
      ring = undefined;
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
      tell(message);
      return;
    case 'cancel':
      cancelled = true;
      if (ring) abortRing(ring);
      tell(message);
      return;
    default:
      message satisfies never;
  }
});
process.on('disconnect', die);
