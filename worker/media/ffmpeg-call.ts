import { AV_LOG_QUIET, AVERROR_EAGAIN, AVERROR_EOF } from 'node-av/constants';
import { FFmpegError, Log } from 'node-av/lib';

// FFmpeg's own log goes to stderr and names paths.
Log.setLevel(AV_LOG_QUIET);

/** @throws FFmpegError when `result` is negative, else returns it. */
export function ensure(result: number, operation: string): number {
  FFmpegError.throwIfError(result, operation);
  return result;
}

/** A codec has nothing to give right now, or ever again. @throws FFmpegError for every other failure. */
export function isDry(result: number, operation: string): boolean {
  if (result >= 0) return false;
  if (result === AVERROR_EAGAIN || result === AVERROR_EOF) return true;
  ensure(result, operation);
  return false;
}
