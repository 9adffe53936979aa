import { extname, join } from 'node:path';
import { AppError } from '#/domain/errors.ts';
import { passFaultPoint } from '#/domain/fault-points.ts';
import { isDiskFull } from '#/domain/is-disk-full.ts';
import { resultFilename } from '#/domain/result-filename.ts';
import { sha256OfFile } from '#/services/assets/sha256-of-file.ts';
import type { AppContext } from '#/services/context.ts';
import { keepFaceTrack } from '#/services/face-tracks/keep-face-track.ts';
import { type ClaimedTask, claimTask } from '#/services/tasks/claim-task.ts';
import { completeTask, type FinishedWork } from '#/services/tasks/complete-task.ts';
import { failTask, handBackTask } from '#/services/tasks/fail-task.ts';
import { type Lease, renewEveryMs, renewLease } from '#/services/tasks/lease.ts';
import { toAssetProbe } from './asset-probe.ts';
import { mediaLimits } from './media-limits.ts';
import { PreviewPublisher } from './preview-publisher.ts';
import { ProgressWriter } from './progress-writer.ts';
import type { ProbeLane } from './slots/probe-lane.ts';
import { SlotCancelled } from './slots/slot-handle.ts';
import type { SlotProduct } from './slots/slot-messages.ts';
import type { SlotPool } from './slots/slot-pool.ts';
import { stageInputs } from './stage-inputs.ts';
import { trackedFootage } from './tracked-footage.ts';

export type RunTaskContext = {
  app: AppContext;
  slots: SlotPool;
  lane: ProbeLane;
  machine: string;
  workerId: string;
  /** Aborts when the worker has to stop now: attempts are handed back. */
  draining: AbortSignal;
};

/** How far the length of a result may be from what was due. */
const LENGTH_TOLERANCE_S = 0.25;

/** The policy of one attempt, in one place: lease, limits, progress, and how it ends. */
export async function runTask(
  context: RunTaskContext,
  job: { taskId: string; attempt: number },
): Promise<void> {
  const { app, machine, workerId, draining } = context;
  if (draining.aborted) throw new Error('this worker is stopping: the job goes to another');
  await passFaultPoint('job-taken');
  const task = await claimTask(app, { ...job, machine, workerId });
  if (!task) return;
  await passFaultPoint('task-claimed');
  const lease: Lease = { taskId: task.id, attempt: task.attempt };
  const log = app.logger.child({ taskId: task.id, attempt: task.attempt });
  await using attempt = holdLease(context, lease);
  const progress = new ProgressWriter(app, lease, attempt.lost);
  try {
    log.info({ type: task.type }, 'task started');
    const published = await produce(context, { task, lease, attempt, progress });
    log.info(published ? 'task completed' : 'task ended elsewhere; result dropped');
  } catch (error) {
    await progress.close();
    await passFaultPoint('attempt-failed');
    if (error instanceof SlotCancelled || attempt.signal.aborted)
      await endStopped(context, lease, attempt);
    else await failTask(app, lease, { error: toAppError(error) });
    await passFaultPoint('retry-recorded');
    log.warn(
      { err: error, cause: error instanceof Error ? error.cause : undefined },
      'task stopped',
    );
  }
}

type Attempt = {
  signal: AbortSignal;
  /** Says that the lease is gone: nothing of this attempt counts any more. */
  lost: () => void;
  /** Says that work goes on. */
  alive: () => void;
  /** Why the attempt was stopped, when it was not the caller's cancel. */
  reason: () => 'timeout' | 'idle' | null;
} & AsyncDisposable;

/**
 * Keeps the lease while the attempt runs, and aborts it when the lease has gone to another, the task was cancelled or a
 * limit is reached. While the database is away the work goes on: nobody can take it, or what comes of it is refused.
 */
function holdLease({ app, draining }: RunTaskContext, lease: Lease): Attempt {
  const controller = new AbortController();
  let reason: ReturnType<Attempt['reason']> = null;
  let aliveAt = performance.now();
  const startedAt = aliveAt;
  const lost = () => controller.abort();
  const stopFor = (why: 'timeout' | 'idle') => {
    reason = why;
    controller.abort();
  };
  const stopListening = app.feed.on(lease.taskId, (change) => {
    // News from before this attempt may come late: the task's creation, or the end of an earlier try.
    if (change.attempt < lease.attempt) return;
    if (change.status === 'processing' && change.attempt === lease.attempt) return;
    if (change.status === 'cancelled') void passFaultPoint('cancel-heard');
    lost();
  });
  const renew = () => {
    renewLease(app, lease).then(
      (held) => held || lost(),
      (error: unknown) => app.logger.warn({ err: error, ...lease }, 'lease could not be renewed'),
    );
  };
  const stopGaps = app.feed.onGap(renew);
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - startedAt > app.env.MOUTHPIECE_LIMIT_TASK_MS) stopFor('timeout');
    if (now - aliveAt > app.env.MOUTHPIECE_LIMIT_IDLE_MS) stopFor('idle');
    renew();
  }, renewEveryMs(app));
  return {
    signal: AbortSignal.any([controller.signal, draining]),
    lost,
    alive: () => {
      aliveAt = performance.now();
    },
    reason: () => reason,
    async [Symbol.asyncDispose]() {
      clearInterval(timer);
      stopListening();
      stopGaps();
    },
  };
}

type Work = { task: ClaimedTask; lease: Lease; attempt: Attempt; progress: ProgressWriter };

/** Stage, run, check, publish. @returns false when the lease was lost before the result could be published */
async function produce({ app, slots, lane }: RunTaskContext, work: Work): Promise<boolean> {
  const { task, lease, attempt, progress } = work;
  await using staged = await stageInputs(app, task);
  await passFaultPoint('task-staged');
  const previews = new PreviewPublisher(app, lease, attempt.lost);
  const product = await slots.with((slot) =>
    slot.run({
      work: staged.work,
      signal: attempt.signal,
      onProgress: (report) => {
        attempt.alive();
        void passFaultPoint('slot-working');
        progress.push(report);
      },
      onPreview: (piece) => previews.push(piece),
    }),
  );
  await previews.close();
  await passFaultPoint('product-written');
  progress.push({ stage: 'publishing', progress: 0, engine: product.engine });
  const thumbnailPath = join(staged.work.workDir, 'thumbnail.webp');
  const checked = await lane
    .look({ path: product.path, limits: mediaLimits(app.env), thumbnailPath, forFaces: false })
    .catch(blameEngine);
  checkLength(product, checked.probe.durationMs);
  const footage = trackedFootage(task);
  if (footage && product.faceTrack) {
    const over = staged.work.faceTrack?.blob ?? null;
    await keepFaceTrack(app, footage, { ...product.faceTrack, over });
  }
  await progress.close();
  return await completeTask(app, lease, {
    keyId: task.keyId,
    path: product.path,
    thumbnailPath: checked.thumbnailPath,
    captionsPath: product.captionsPath,
    filename: nameOf(task, product),
    probe: toAssetProbe(checked.probe),
    timing: await timingOf(product),
    engine: product.engine,
  });
}

function nameOf(task: ClaimedTask, product: SlotProduct): string {
  const { text, speech_text } = task.input as { text?: string; speech_text?: string };
  const recording = task.inputs.find(({ field }) => field === 'audio')?.asset.filename;
  const said = text ?? speech_text;
  return resultFilename(
    { type: task.type, ...(said && { text: said }), ...(recording && { recording }) },
    extname(product.path),
  );
}

async function timingOf({ speech }: SlotProduct): Promise<FinishedWork['timing']> {
  if (!speech) return null;
  const { words, phonemes, path } = speech;
  return { words, phonemes, sha256: await sha256OfFile(path) };
}

/** What we made ourselves and can't read is no fault of the caller's. */
function blameEngine(cause: unknown): never {
  if (!(cause instanceof AppError) || cause.retryable) throw cause;
  throw new AppError('engine_failed', 'The finished file could not be read', { cause });
}

function checkLength(product: SlotProduct, durationMs: number | null): void {
  if (Math.abs((durationMs ?? 0) / 1000 - product.durationS) > LENGTH_TOLERANCE_S) {
    throw new AppError(
      'engine_failed',
      'The finished file does not have the length it should have',
      {
        cause: `${durationMs} ms instead of ${product.durationS} s`,
      },
    );
  }
}

async function endStopped(
  { app, draining }: RunTaskContext,
  lease: Lease,
  attempt: Attempt,
): Promise<void> {
  const reason = attempt.reason();
  switch (reason) {
    case 'timeout':
      await failTask(app, lease, {
        error: new AppError(
          'task_timeout',
          'The task took longer than a task may take: make it shorter',
        ),
      });
      return;
    case 'idle':
      await failTask(app, lease, {
        error: new AppError('engine_failed', 'The engine made no progress for too long'),
      });
      return;
    case null:
      if (!draining.aborted) return;
      await passFaultPoint('handing-back');
      await handBackTask(app, lease);
      await passFaultPoint('handed-back');
      return;
    default:
      reason satisfies never;
  }
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDiskFull(error))
    return new AppError('storage_full', 'No space is left for the result', { cause: error });
  return new AppError('engine_failed', 'The worker could not finish this task', { cause: error });
}
