import { parentPort, workerData } from 'node:worker_threads';
import { AVERROR_ENOSPC } from 'node-av/constants';
import { FFmpegError } from 'node-av/lib';
import { AppError, type ErrorCode } from '#/domain/errors.ts';
import { isDiskFull } from '#/domain/is-disk-full.ts';
import { type EncodeVideoOptions, encodeVideo } from './encode-still-video.ts';
import type { PreviewPiece } from './preview-writer.ts';

/** What the thread is given as its workerData. */
export type EncodeThreadData = Omit<EncodeVideoOptions, 'onProgress' | 'onPreview'>;

/** What the thread posts: pieces of the preview when they are whole, progress at most ten times a second and at the end, then exactly one of the others. `cause` is for the log. */
export type EncodeThreadMessage =
  | { type: 'progress'; frames: number }
  | { type: 'preview'; piece: PreviewPiece }
  | { type: 'done'; bytes: number }
  | { type: 'failed'; code: ErrorCode; message: string; cause?: string };

const PROGRESS_INTERVAL_MS = 100;

if (parentPort) run(workerData as EncodeThreadData, (message) => parentPort?.postMessage(message));

function run(options: EncodeThreadData, post: (message: EncodeThreadMessage) => void): void {
  let postedAt = Number.NEGATIVE_INFINITY;
  const onProgress = (frames: number) => {
    const now = performance.now();
    if (frames < options.frames && now - postedAt < PROGRESS_INTERVAL_MS) return;
    postedAt = now;
    post({ type: 'progress', frames });
  };
  const onPreview = (piece: PreviewPiece) => post({ type: 'preview', piece });
  try {
    post({ type: 'done', ...encodeVideo({ ...options, onProgress, onPreview }) });
  } catch (error) {
    const { code, message } = asAppError(error);
    const cause = error instanceof Error ? error.stack : String(error);
    post({ type: 'failed', code, message, ...(cause && { cause }) });
  }
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const full = error instanceof FFmpegError && error.code === AVERROR_ENOSPC;
  return full || isDiskFull(error)
    ? new AppError('storage_full', 'There is no room left for the video.', { cause: error })
    : new AppError('engine_failed', 'The video could not be encoded.', { cause: error });
}
