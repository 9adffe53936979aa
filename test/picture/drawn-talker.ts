import sharp from 'sharp';
import { seededRandom } from '../../bin/portraits/random.ts';
import { drawTestFace, type TestFaceOptions } from '../../bin/portraits/test-face.ts';
import type { Picture } from '../../worker/vision/face.ts';
import { emptyFrame, paintShot, placeInShot, type Shot, writeFilm } from '../drawn-footage.ts';
import { type MouthPlace, type MouthSize, measureMouth, mouthPlace } from './measure-mouth.ts';

/** A drawn person in a file, and where the mouth is in it by construction, as if it were shut. */
export type DrawnTalker = {
  path: string;
  /** One for a picture, one a frame for footage. */
  places: MouthPlace[];
  /** What the same measure finds on the lips as they are drawn shut. */
  shut: MouthSize;
  /** Frames as drawn, before any encoding. */
  frames: Picture[];
};

export async function drawTalker(path: string, face: TestFaceOptions): Promise<DrawnTalker> {
  const frame = await rasterise(face);
  const { width, height, data } = frame;
  await sharp(data, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .png({ compressionLevel: 1 })
    .toFile(path);
  const closed = { ...face, mouthOpen: 0 };
  const light = face.light ?? 1;
  const place = mouthPlace(drawTestFace(closed).landmarks, { light });
  const shut = measureMouth(face.mouthOpen ? await rasterise(closed) : frame, place);
  return { path, places: [place], shut, frames: [frame] };
}

export type Film = {
  width: number;
  height: number;
  fps: number;
  frames: number;
  face?: Partial<TestFaceOptions>;
  /** 0 closed … 1 wide open. */
  mouthAt: (frame: number) => number;
  shotAt?: (frame: number) => Partial<Shot>;
  /** Grey levels of noise that every frame has anew. */
  noise?: number;
};

const LEVELS = 6;
const MOST_OPEN = 0.6;
export const FILMED = { width: 640, height: 640, scale: 0.72 };

/** Footage of a drawn person who says something already. */
export async function filmTalker(path: string, film: Film): Promise<DrawnTalker> {
  const { width, height, noise = 0 } = film;
  const level = (index: number) => Math.round((film.mouthAt(index) / MOST_OPEN) * (LEVELS - 1));
  const optionsAt = (at: number) => ({
    ...FILMED,
    ...film.face,
    mouthOpen: (at / (LEVELS - 1)) * MOST_OPEN,
  });
  const pictures = await Promise.all(
    Array.from({ length: LEVELS }, (_, at) => rasterise(optionsAt(at))),
  );
  const closed = pictures[0] ?? emptyFrame(1, 1);
  const { landmarks } = drawTestFace(optionsAt(0));
  const shots = Array.from({ length: film.frames }, (_, index) => ({
    x: width / 2,
    y: height * 0.52,
    scale: height / FILMED.height,
    angle: 0,
    ...film.shotAt?.(index),
  }));
  const random = seededRandom(3);
  const painted = new Map<string, Picture>();
  const frames = shots.map((shot, index) => {
    const key = JSON.stringify([level(index), shot]);
    const clean = painted.get(key) ?? emptyFrame(width, height, 200);
    if (!painted.has(key)) paintShot(clean, pictures[level(index)] ?? closed, shot);
    painted.set(key, clean);
    return withNoise(clean, noise, random);
  });
  const places = shots.map((shot) =>
    mouthPlace(landmarks, { put: (place) => placeInShot(closed, shot, place) }),
  );
  const [shot, place] = [shots[0], places[0]];
  const still = emptyFrame(width, height, 200);
  if (!shot || !place) throw new Error('a film has frames');
  paintShot(still, closed, shot);
  writeFilm(path, film.fps, frames);
  return { path, places, shut: measureMouth(still, place), frames };
}

function withNoise({ data, ...size }: Picture, noise: number, random: () => number): Picture {
  const noisy = data.slice();
  for (let i = 0; noise > 0 && i < noisy.length; i += 4) {
    const off = (random() + random() - 1) * 2 * noise;
    for (let c = i; c < i + 3; c += 1) {
      noisy[c] = Math.min(255, Math.max(0, Math.round((noisy[c] ?? 0) + off)));
    }
  }
  return { ...size, data: noisy };
}

async function rasterise(face: TestFaceOptions): Promise<Picture> {
  const { svg } = drawTestFace(face);
  const data = await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer();
  return { width: face.width, height: face.height, data: new Uint8Array(data) };
}

/** The mouth of a talker in every frame of a video that was made of it, without what shut lips measure. */
export function mouthSizes(talker: DrawnTalker, frames: readonly Picture[]): MouthSize[] {
  return frames.map((frame, index) => {
    const place = talker.places[index % talker.places.length];
    if (!place) throw new Error('no place is known for this frame');
    const { aperture, width } = measureMouth(frame, place);
    return { aperture: Math.max(0, aperture - talker.shut.aperture), width };
  });
}
