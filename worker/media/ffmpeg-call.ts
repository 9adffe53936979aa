import { AV_LOG_QUIET, AVERROR_EAGAIN, AVERROR_EOF } from 'node-av/constants';
import { FFmpegError, Log } from 'node-av/lib';
import { AppError } from '#/domain/errors.ts';

// FFmpeg's own log goes to stderr and names paths.
Log.setLevel(AV_LOG_QUIET);

/** @throws FFmpegError when `result` is negative, else returns it. */
export function ensure(result: number, operation: string): number {
  FFmpegError.throwIfError(result, operation);
  return result;
}

/** Like `ensure`, where only the content of an upload can be the reason. @throws AppError `media_unreadable` */
export function ensureReadable(result: number, operation: string): number {
  try {
    return ensure(result, operation);
  } catch (cause) {
    throw new AppError('media_unreadable', 'The file is damaged and cannot be decoded.', { cause });
  }
}

/** A codec has nothing to give right now, or ever again. @throws FFmpegError for every other failure. */
export function isDry(result: number, operation: string): boolean {
  if (result >= 0) return false;
  if (result === AVERROR_EAGAIN || result === AVERROR_EOF) return true;
  ensure(result, operation);
  return false;
}
