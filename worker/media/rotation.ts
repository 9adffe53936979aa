import { AV_PKT_DATA_DISPLAYMATRIX } from 'node-av/constants';
import type { Stream } from 'node-av/lib';
import type { Picture } from '../vision/face.ts';

/** Quarter turns clockwise, in degrees, that make a picture upright. */
export type Rotation = 0 | 90 | 180 | 270;

/** The turn a stream's display matrix asks for; FFmpeg does not apply it by itself. */
export function streamRotation(stream: Stream): Rotation {
  const matrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  if (!matrix || matrix.length < 36) return 0;
  const [a, b] = [matrix.readInt32LE(0), matrix.readInt32LE(4)];
  const degrees = Math.round((Math.atan2(b, a) * 2) / Math.PI) * 90;
  return (((degrees % 360) + 360) % 360) as Rotation;
}

export function turn(picture: Picture, rotation: Rotation): Picture {
  if (rotation === 0) return picture;
  const { width, height } = picture;
  const source = new Uint32Array(picture.data.buffer, picture.data.byteOffset, width * height);
  const out = new Uint32Array(width * height);
  const sideways = rotation !== 180;
  const outWidth = sideways ? height : width;
  // Where source pixel (0, 0) goes, and how far one step right and one step down move it.
  const [start, right, down] = {
    90: [outWidth - 1, outWidth, -1],
    180: [out.length - 1, -1, -outWidth],
    270: [out.length - outWidth, -outWidth, 1],
  }[rotation] as [number, number, number];
  for (let y = 0, from = 0; y < height; y++) {
    let to = start + y * down;
    for (let x = 0; x < width; x++, from++, to += right) out[to] = source[from] ?? 0;
  }
  return {
    width: outWidth,
    height: sideways ? width : height,
    data: new Uint8Array(out.buffer),
  };
}
