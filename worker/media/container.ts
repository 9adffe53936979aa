import { closeSync, openSync, readSync } from 'node:fs';
import { AppError } from '#/domain/errors.ts';
import {
  HEAD_BYTES,
  PICTURE_MIMES,
  type PictureFormat,
  pictureFormatOf,
} from '#/domain/picture-format.ts';

/** What a file is by its first bytes; names and declared types are not asked. */
export type Container =
  | { family: 'media'; name: MediaContainer; demuxer: string; video: string; audio: string }
  | { family: 'image'; name: PictureFormat; mime: string };

type MediaContainer =
  | 'mp4'
  | 'mov'
  | 'matroska'
  | 'webm'
  | 'avi'
  | 'wav'
  | 'mp3'
  | 'aac'
  | 'flac'
  | 'ogg';

/** @throws AppError `media_unreadable` for an empty or unknown file, `media_unsupported` for a known kind we do not take. */
export function detectContainer(path: string): Container {
  const head = readHead(path);
  if (head.length === 0) throw new AppError('media_unreadable', 'The file is empty.');
  const found = imageContainer(head) ?? mediaContainer(head);
  if (found) return found;
  if (isPlaylist(head)) {
    throw new AppError(
      'media_unsupported',
      'Playlists and scripts that point to other files are not accepted; upload the media file itself.',
    );
  }
  throw new AppError(
    'media_unreadable',
    'The content of the file is not a known picture, sound or video format.',
  );
}

function readHead(path: string): Buffer {
  const fd = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(fd, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(fd);
  }
}

function imageContainer(head: Buffer): Container | null {
  const name = pictureFormatOf(head);
  return name && { family: 'image', name, mime: PICTURE_MIMES[name] };
}

function mediaContainer(head: Buffer): Container | null {
  if (text(head, 4, 8) === 'ftyp') return isoMedia(text(head, 8, 12));
  if (/^(moov|mdat|wide|free|skip)$/.test(text(head, 4, 8))) return isoMedia('qt  ');
  if (startsWith(head, [0x1a, 0x45, 0xdf, 0xa3])) {
    return head.subarray(0, 64).includes('webm')
      ? media('webm', 'matroska', ['video/webm', 'audio/webm'])
      : media('matroska', 'matroska', ['video/x-matroska', 'audio/x-matroska']);
  }
  const riff = /^(RIFF|RF64)$/.test(text(head, 0, 4)) ? text(head, 8, 12) : '';
  if (riff === 'AVI ') return media('avi', 'avi', ['video/x-msvideo', 'video/x-msvideo']);
  if (riff === 'WAVE') return media('wav', 'wav', ['audio/wav', 'audio/wav']);
  return soundContainer(head);
}

function soundContainer(head: Buffer): Container | null {
  if (text(head, 0, 4) === 'fLaC') return media('flac', 'flac', ['audio/flac', 'audio/flac']);
  if (text(head, 0, 4) === 'OggS') return media('ogg', 'ogg', ['video/ogg', 'audio/ogg']);
  const mp3 = () => media('mp3', 'mp3', ['audio/mpeg', 'audio/mpeg']);
  if (text(head, 0, 3) === 'ID3') return mp3();
  const [first = 0, second = 0] = head;
  if (first !== 0xff) return null;
  if ((second & 0xf6) === 0xf0) return media('aac', 'aac', ['audio/aac', 'audio/aac']);
  const layer = (second >> 1) & 3;
  return (second & 0xe0) === 0xe0 && (layer === 1 || layer === 2) ? mp3() : null;
}

function isoMedia(brand: string): Container {
  if (/^(avif|avis|heic|heix|hevc|mif1|msf1)$/.test(brand)) {
    throw new AppError(
      'media_unsupported',
      'HEIC and AVIF pictures are not supported; save the picture as JPEG, PNG or WebP.',
    );
  }
  return brand === 'qt  '
    ? media('mov', 'mov', ['video/quicktime', 'audio/mp4'])
    : media('mp4', 'mov', ['video/mp4', 'audio/mp4']);
}

function media(name: MediaContainer, demuxer: string, mime: [string, string]): Container {
  return { family: 'media', name, demuxer, video: mime[0], audio: mime[1] };
}

function isPlaylist(head: Buffer): boolean {
  return /^(\xEF\xBB\xBF)?\s*(#EXTM3U|ffconcat|file\s+['"\w/]|<MPD|<\?xml|\[playlist\])/i.test(
    text(head, 0, 256),
  );
}

function startsWith(head: Buffer, bytes: number[]): boolean {
  return bytes.every((byte, at) => head[at] === byte);
}

function text(head: Buffer, from: number, to: number): string {
  return head.toString('latin1', from, Math.min(to, head.length));
}
