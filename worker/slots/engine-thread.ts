import { parentPort } from 'node:worker_threads';
import { AppError } from '#/domain/errors.ts';
import { isDiskFull } from '#/domain/is-disk-full.ts';
import type { Capabilities } from '#/domain/worker.ts';
import { openEngines } from '../engines/registry.ts';
import { SeenStills } from '../stages/seen-stills.ts';
import type { StageContext } from '../stages/stage-context.ts';
import { runInSlot } from '../tasks/run-in-slot.ts';
import { createFaceFinder } from '../vision/find-faces.ts';
import type { MediaThread } from './media-threads.ts';
import type { SlotFailure, SlotProduct, SlotProgress, SlotWork } from './slot-messages.ts';

/** To the thread. `ended` answers `start`, with the failure of that media thread if there was one. */
export type ToEngineThread =
  | { type: 'run'; work: SlotWork }
  | { type: 'cancel' }
  | { type: 'ended'; kind: MediaThread['kind']; failure: SlotFailure | null };

export type FromEngineThread =
  | { type: 'ready'; capabilities: Capabilities }
  | { type: 'progress'; report: SlotProgress }
  | { type: 'start'; thread: MediaThread }
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
  const ends = new Map<MediaThread['kind'], PromiseWithResolvers<void>>();

  const start = (thread: MediaThread) => {
    const end = Promise.withResolvers<void>();
    end.promise.catch(() => undefined);
    ends.set(thread.kind, end);
    post({ type: 'start', thread });
    return end.promise;
  };
  const run = async (work: SlotWork) => {
    controller = new AbortController();
    const report = (progress: SlotProgress) => post({ type: 'progress', report: progress });
    const context: StageContext = {
      work,
      engines,
      faces,
      stills,
      signal: controller.signal,
      report,
      start,
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
      case 'ended': {
        const { kind, failure } = message;
        if (!failure) ends.get(kind)?.resolve();
        else
          ends
            .get(kind)
            ?.reject(new AppError(failure.code, failure.detail, { cause: failure.cause }));
        return;
      }
      default:
        message satisfies never;
    }
  });
  post({ type: 'ready', capabilities: engines.capabilities });
}

function toFailure(error: unknown): SlotFailure {
  if (error instanceof AppError) {
    const { cause } = error;
    const said = cause instanceof Error ? (cause.stack ?? cause.message) : cause;
    return {
      code: error.code,
      detail: error.message,
      cause: said === undefined ? null : String(said),
    };
  }
  const full = isDiskFull(error);
  return {
    code: full ? 'storage_full' : 'engine_failed',
    detail: full ? 'No space is left for the work on this task' : 'The engine failed on this input',
    cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}

await main();
