/** Formats of pictures by their first bytes. */
export const PICTURE_MIMES = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  svg: 'image/svg+xml',
} as const;
export type PictureFormat = keyof typeof PICTURE_MIMES;

/** As much of a file as telling its format takes. */
export const HEAD_BYTES = 4096;

/** Behind a declaration, a document type and comments, all of which may be missing. */
const SVG =
  /^(\xEF\xBB\xBF)?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!DOCTYPE\s+svg\b(\[[^\]]*\]|[^[>])*>\s*)?(<!--[\s\S]*?-->\s*)*<svg[\s>]/;

/** What picture a file is that begins with these bytes; null when it is none. */
export function pictureFormatOf(head: Uint8Array): PictureFormat | null {
  const starts = (...bytes: number[]) => bytes.every((byte, at) => head[at] === byte);
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to));
  if (starts(0xff, 0xd8, 0xff)) return 'jpeg';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'png';
  if (/^GIF8[79]a/.test(text(0, 6))) return 'gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  // The four bytes after the size are reserved and nought.
  if (text(0, 2) === 'BM' && head.length > 26 && text(6, 10) === '\0\0\0\0') return 'bmp';
  return SVG.test(text(0, HEAD_BYTES)) ? 'svg' : null;
}
