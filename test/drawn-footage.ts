import { writeFileSync } from 'node:fs';
import {
  drawTestFace,
  type FaceLandmarks,
  type TestFaceOptions,
} from '../bin/portraits/test-face.ts';
import { encodeVideo } from '../worker/media/encode-still-video.ts';
import { createFrameRing, FrameRingWriter } from '../worker/media/frame-ring.ts';
import { MADE_AIGC, madeFolder } from '../worker/media/made-media.ts';
import { loadStill } from '../worker/media/still.ts';
import type { Picture } from '../worker/vision/face.ts';

/** A drawn person whose landmarks are known; `landmarks` in pixels of `picture`. */
export type DrawnFace = { picture: Picture; landmarks: FaceLandmarks };

export async function drawFace(options: TestFaceOptions): Promise<DrawnFace> {
  using folder = madeFolder();
  const { svg, landmarks } = drawTestFace(options);
  writeFileSync(folder.path('face.svg'), svg);
  return { picture: await loadStill(folder.path('face.svg'), { allowSvg: true }), landmarks };
}

/** Where a picture lies in a frame: its middle, size against the original, and turn clockwise in radians. */
export type Shot = { x: number; y: number; scale: number; angle: number };

/** The place in the frame of a place in the picture. */
export function placeInShot(
  { width, height }: Picture,
  shot: Shot,
  [x, y]: readonly [number, number],
): [number, number] {
  const dx = (x - width / 2) * shot.scale;
  const dy = (y - height / 2) * shot.scale;
  return [
    shot.x + dx * Math.cos(shot.angle) - dy * Math.sin(shot.angle),
    shot.y + dx * Math.sin(shot.angle) + dy * Math.cos(shot.angle),
  ];
}

export function emptyFrame(width: number, height: number, grey = 128): Picture {
  const data = new Uint8Array(width * height * 4).fill(grey);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { width, height, data };
}

/** Puts a picture into a frame, bilinear; what lies outside the picture stays as it is. */
export function paintShot(frame: Picture, picture: Picture, shot: Shot): void {
  const cos = Math.cos(shot.angle) / shot.scale;
  const sin = Math.sin(shot.angle) / shot.scale;
  for (let row = 0; row < frame.height; row += 1) {
    const dy = row + 0.5 - shot.y;
    for (let column = 0; column < frame.width; column += 1) {
      const dx = column + 0.5 - shot.x;
      const x = picture.width / 2 - 0.5 + dx * cos + dy * sin;
      const y = picture.height / 2 - 0.5 - dx * sin + dy * cos;
      const x0 = Math.floor(x);
      const y0 = Math.floor(y);
      if (x0 < 0 || y0 < 0 || x0 >= picture.width - 1 || y0 >= picture.height - 1) continue;
      const at = (row * frame.width + column) * 4;
      const from = (y0 * picture.width + x0) * 4;
      blendFour(picture, from, { fx: x - x0, fy: y - y0, out: frame.data, at });
    }
  }
}

type Blend = { fx: number; fy: number; out: Uint8Array; at: number };

function blendFour({ width, data }: Picture, from: number, { fx, fy, out, at }: Blend): void {
  const under = from + width * 4;
  for (let c = 0; c < 3; c += 1) {
    const top = (data[from + c] as number) * (1 - fx) + (data[from + 4 + c] as number) * fx;
    const low = (data[under + c] as number) * (1 - fx) + (data[under + 4 + c] as number) * fx;
    out[at + c] = Math.round(top * (1 - fy) + low * fy);
  }
}

/** Writes pictures of one size as a video without sound. */
export function writeFilm(path: string, fps: number, pictures: readonly Picture[]): void {
  const [first] = pictures;
  if (!first) throw new Error('a film has pictures');
  const { width, height } = first;
  const ring = createFrameRing({ frameBytes: width * height * 4, slots: pictures.length });
  const writer = new FrameRingWriter(ring);
  for (const { data } of pictures) {
    writer.reserve()?.set(data);
    writer.commit();
  }
  writer.end();
  encodeVideo({
    ring,
    width,
    height,
    fps,
    frames: pictures.length,
    audioPath: null,
    outputPath: path,
    format: 'mp4',
    quality: 'high',
    label: null,
    metadata: { aigc: MADE_AIGC },
  });
}

export type PeopleFilm = {
  width: number;
  height: number;
  fps: number;
  frames: number;
  people?: number;
};

/** Films a drawn person who moves through the picture, or several side by side. */
export async function filmFace(path: string, film: PeopleFilm): Promise<void> {
  const { width, height, fps, frames, people = 1 } = film;
  const { picture } = await drawFace({ width: 512, height: 512 });
  const scale = Math.min(height, width / people) / picture.height;
  const pictures = Array.from({ length: frames }, (_, index) => {
    const frame = emptyFrame(width, height);
    for (let person = 0; person < people; person++) {
      const x = (width * (person + 0.5)) / people - frames / 2 + index;
      paintShot(frame, picture, { x, y: height / 2, scale, angle: 0 });
    }
    return frame;
  });
  writeFilm(path, fps, pictures);
}
