import type { UploadUse } from '../uploads/upload.ts';

const PICTURES = /\.(jpe?g|png|webp|gif|bmp|avif)$/i;
const FOOTAGE = /\.(mp4|m4v|mov|avi|mkv|webm)$/i;
const RECORDINGS = /\.(mp3|wav|m4a|aac|flac|ogg|opus|oga)$/i;

type Named = { type: string; name: string };

/** What a file can be used as, by its declared type or else its name; footage is a picture too. Null for neither. */
export function fileUse(file: Named): UploadUse {
  if (file.type.startsWith('image/') || isFootageFile(file)) return 'picture';
  if (file.type.startsWith('audio/')) return 'recording';
  if (PICTURES.test(file.name)) return 'picture';
  if (RECORDINGS.test(file.name)) return 'recording';
  return null;
}

export function isFootageFile({ type, name }: Named): boolean {
  // Some systems call every Ogg file a video.
  if (type.startsWith('audio/') || RECORDINGS.test(name)) return false;
  return type.startsWith('video/') || FOOTAGE.test(name);
}

export const PICTURE_TYPES =
  'image/jpeg,image/png,image/webp,image/gif,image/bmp,video/*,.mp4,.m4v,.mov,.avi,.mkv,.webm';
