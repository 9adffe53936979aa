import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const HEADER_BYTES = 16;
const MAX_BOXES = 500_000;
const NEEDED = ['moov', 'moof', 'mdat'];

/** Whether an MP4 or MOV file has its index and all the bytes its boxes promise; an interrupted upload has not. */
export function isoFileIsWhole(path: string): boolean {
  const fd = openSync(path, 'r');
  try {
    const fileBytes = fstatSync(fd).size;
    const header = Buffer.alloc(HEADER_BYTES);
    let hasIndex = false;
    let at = 0;
    for (let box = 0; at + 8 <= fileBytes && box < MAX_BOXES; box++) {
      header.fill(0);
      readSync(fd, header, 0, HEADER_BYTES, at);
      const type = header.toString('latin1', 4, 8);
      const end = at + boxBytes(header, fileBytes - at);
      hasIndex ||= type === 'moov';
      if (end > fileBytes && NEEDED.includes(type)) return false;
      if (end > fileBytes || end < at + 8) break;
      at = end;
    }
    return hasIndex;
  } finally {
    closeSync(fd);
  }
}

function boxBytes(header: Buffer, restBytes: number): number {
  const short = header.readUInt32BE(0);
  if (short === 0) return restBytes;
  return short === 1 ? Number(header.readBigUInt64BE(8)) : short;
}
