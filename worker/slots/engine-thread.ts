import { parentPort } from 'node:worker_threads';
import { AppError } from '#/domain/errors.ts';
import type { Capabilities } from '#/domain/worker.ts';
import { openEngines } from '../engines/registry.ts';
import type { EncodeThreadData } from '../media/encode-thread.ts';
import { SeenStills } from '../stages/seen-stills.ts';
import type { StageContext } from '../stages/stage-context.ts';
import { runInSlot } from '../tasks/run-in-slot.ts';
import { createFaceFinder } from '../vision/find-faces.ts';
import type { SlotFailure, SlotProduct, SlotProgress, SlotWork } from './slot-messages.ts';

/** To the thread. `encoded` answers `encode`, with the encoder's failure if there was one. */
export type ToEngineThread =
  | { type: 'run'; work: SlotWork }
  | { type: 'cancel' }
  | { type: 'encoded'; failure: SlotFailure | null };

export type FromEngineThread =
  | { type: 'ready'; capabilities: Capabilities }
  | { type: 'progress'; report: SlotProgress }
  | { type: 'encode'; options: EncodeThreadData; from: number }
  | { type: 'done'; product: SlotProduct }
  | { type: 'failed'; failure: SlotFailure };

function post(message: FromEngineThread): void {
  parentPort?.postMessage(message);
}

/** Keeps the models warm and runs one attempt after the other, each synchronous where it is hot. */
async function main(): Promise<void> {
  const [engines, faces] = await Promise.all([openEngines(), createFaceFinder()]);
  const stills = new SeenStills(faces);
  let controller = new AbortController();
  let encoded = Promise.withResolvers<void>();

  const encode = (options: EncodeThreadData, from: number) => {
    encoded = Promise.withResolvers<void>();
    post({ type: 'encode', options, from });
    return encoded.promise;
  };
  const run = async (work: SlotWork) => {
    controller = new AbortController();
    const report = (progress: SlotProgress) => post({ type: 'progress', report: progress });
    const context: StageContext = {
      work,
      engines,
      stills,
      signal: controller.signal,
      report,
      encode,
    };
    try {
      post({ type: 'done', product: await runInSlot(context) });
    } catch (error) {
      post({ type: 'failed', failure: toFailure(error) });
    }
  };
  parentPort?.on('message', (message: ToEngineThread) => {
    switch (message.type) {
      case 'run':
        void run(message.work);
        return;
      case 'cancel':
        controller.abort();
        return;
      case 'encoded':
        if (message.failure)
          encoded.reject(new AppError(message.failure.code, message.failure.detail));
        else encoded.resolve();
        return;
      default:
        message satisfies never;
    }
  });
  post({ type: 'ready', capabilities: engines.capabilities });
}

function toFailure(error: unknown): SlotFailure {
  if (error instanceof AppError) {
    const cause = error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : null;
    return { code: error.code, detail: error.message, cause };
  }
  return {
    code: 'engine_failed',
    detail: 'The engine failed on this input',
    cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}

await main();
