import { closeSync, openSync, readSync } from 'node:fs';
import { AppError } from '#/domain/errors.ts';
import type { Picture } from '../vision/face.ts';
import { checkPictureSize } from './check-tracks.ts';
import { decodeFrames } from './decode-frames.ts';
import { toPicture } from './decode-picture.ts';
import type { MediaLimits } from './limits.ts';
import { openDecoder, openMedia } from './open-media.ts';

/** Width and height as a BMP header says them. */
export function readBmpSize(path: string): { width: number; height: number } {
  const header = Buffer.alloc(26);
  const fd = openSync(path, 'r');
  try {
    readSync(fd, header, 0, header.length, 0);
  } finally {
    closeSync(fd);
  }
  const old = header.readUInt32LE(14) === 12;
  return old
    ? { width: header.readUInt16LE(18), height: header.readUInt16LE(20) }
    : { width: Math.abs(header.readInt32LE(18)), height: Math.abs(header.readInt32LE(22)) };
}

/** Decodes a BMP, which sharp does not. @throws AppError `media_unreadable`, `media_too_large` */
export function readBmp(path: string, limits: MediaLimits): Picture {
  checkPictureSize(readBmpSize(path), limits);
  using media = openMedia(path, { demuxer: 'bmp_pipe' }, limits);
  if (media.video) {
    using decoder = openDecoder(media.video);
    for (const frame of decodeFrames(media, media.video, decoder)) return toPicture(frame);
  }
  throw new AppError('media_unreadable', 'The picture is damaged or incomplete.');
}
