import { beforeAll, describe, expect, test } from 'vitest';
import {
  type DrawnFace,
  drawFace,
  emptyFrame,
  paintShot,
  placeInShot,
  type Shot,
} from '../../../test/drawn-footage.ts';
import { createMouthTrack, type MouthTrack } from '../../speech/mouth-track.ts';
import type { Face, Picture } from '../../vision/face.ts';
import { createFaceFinder } from '../../vision/find-faces.ts';
import { createFaceTracker } from '../../vision/track-faces.ts';
import { createFootageLipRenderer } from './footage-lip-renderer.ts';

const [WIDTH, HEIGHT, FPS] = [480, 400, 25];
const FRAMES = 18;
const OPENINGS = [0, 0.15, 0.3, 0.45, 0.6];

/** Footage of one person, and where the tracker has the face in it. */
type Footage = { frames: Picture[]; faces: (Face | null)[]; drawn: DrawnFace[]; shots: Shot[] };

/** How far the mouth is open in a frame, as a place in what is drawn, and how the person moves. */
type Motion = {
  level: (frame: number) => number;
  move: (frame: number) => Partial<Shot>;
  of: DrawnFace[];
};

let still: Footage;
let talking: Footage;
let moving: Footage;
let turned: Footage;

beforeAll(async () => {
  const draw = (yaw: number) =>
    Promise.all(
      OPENINGS.map((mouthOpen) =>
        drawFace({ width: 1024, height: 1024, scale: 1, mouthOpen, yaw }),
      ),
    );
  const levels = await draw(0);
  await using finder = await createFaceFinder();
  const film = (
    count: number,
    { level, move = () => ({}), of = levels }: Partial<Motion> & Pick<Motion, 'level'>,
  ) => {
    const tracker = createFaceTracker({
      finder,
      width: WIDTH,
      height: HEIGHT,
      fps: FPS,
      wanted: 'auto',
    });
    const made: Footage = { frames: [], faces: [], drawn: [], shots: [] };
    for (let i = 0; i < count; i += 1) {
      const drawn = of[level(i)];
      if (!drawn) throw new Error('no such opening');
      const shot = { x: 240, y: 210, scale: 0.42, angle: 0, ...move(i) };
      const frame = emptyFrame(WIDTH, HEIGHT);
      paintShot(frame, drawn.picture, shot);
      const face = tracker.push(frame.data);
      if (face !== undefined) made.faces.push(face);
      made.frames.push(frame);
      made.drawn.push(drawn);
      made.shots.push(shot);
    }
    made.faces.push(...tracker.finish());
    return made;
  };
  const talk = (i: number) => Math.round(2 - 2 * Math.cos(i * 0.7));
  still = film(8, { level: () => 0 });
  talking = film(FRAMES, { level: talk });
  moving = film(FRAMES, {
    level: talk,
    move: (i) => ({ x: 220 + i * 2, scale: 0.36 + i * 0.003, angle: 0.25 * Math.sin(i / 6) }),
  });
  turned = film(FRAMES, { level: talk, of: await draw(30) });
}, 300_000);

function trackOf(frames: number, open: (i: number) => number, energy = 0): MouthTrack {
  const track = createMouthTrack(frames, FPS);
  track.open.forEach((_, i) => {
    track.open[i] = open(i);
    track.energy[i] = energy;
  });
  return track;
}

function renderAll(footage: Footage, track: MouthTrack, expression = 0): Uint8Array[] {
  const renderer = createFootageLipRenderer({ width: WIDTH, height: HEIGHT, track, expression });
  return footage.frames.map((frame, i) => {
    const out = frame.data.slice();
    renderer.render(i, out, footage.faces[i] ?? null);
    return out;
  });
}

/** Pixels about the mouth that only its inside has: nearly black, or bright without being red; in mouth widths squared. */
function aperture({ drawn, shots }: Footage, i: number, data: Uint8Array): number {
  const [person, shot] = [drawn[i], shots[i]];
  if (!person || !shot) return Number.NaN;
  const put = (point: readonly [number, number]) => placeInShot(person.picture, shot, point);
  const left = put(person.landmarks.mouthLeft);
  const right = put(person.landmarks.mouthRight);
  const width = Math.hypot(right[0] - left[0], right[1] - left[1]);
  const top = put(person.landmarks.upperLipTop);
  const low = put(person.landmarks.lowerLipBottom);
  const middle = [(top[0] + low[0]) / 2, (top[1] + low[1]) / 2] as const;
  let count = 0;
  for (let y = Math.floor(middle[1] - width); y < middle[1] + width; y += 1) {
    for (let x = Math.floor(middle[0] - width); x < middle[0] + width; x += 1) {
      if (Math.hypot(x - middle[0], (y - middle[1]) * 1.4) > width * 0.6) continue;
      const [red = 0, green = 0, blue = 0] = data.subarray((y * WIDTH + x) * 4);
      const dark = red < 75 && green < 50;
      const white = red - green < 22 && green - blue < 45 && green > 90;
      if (dark || white) count += 1;
    }
  }
  return count / width ** 2;
}

function apertures(footage: Footage, frames: Uint8Array[]): number[] {
  return frames.map((data, i) => aperture(footage, i, data));
}

function sources(footage: Footage): Uint8Array[] {
  return footage.frames.map((frame) => frame.data);
}

function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && Buffer.compare(a, b) === 0;
}

function correlation(a: number[], b: number[]): number {
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = mean(a.map((v, i) => (v - ma) * ((b[i] ?? 0) - mb)));
  const spread = (values: number[], m: number) => Math.sqrt(mean(values.map((v) => (v - m) ** 2)));
  return product / (spread(a, ma) * spread(b, mb));
}

describe.each([
  ['a head at rest', () => talking],
  ['a head that moves, tilts and comes closer', () => moving],
  ['a head turned far aside', () => turned],
])('%s that speaks in the footage', (_, footage) => {
  test('is silent when the track is', () => {
    const before = apertures(footage(), sources(footage()));
    const after = apertures(
      footage(),
      renderAll(
        footage(),
        trackOf(FRAMES, () => 0),
      ),
    );
    expect(Math.max(...before)).toBeGreaterThan(0.2);
    expect(Math.max(...after)).toBeLessThan(0.01);
  });

  test('opens with the track, not with the footage', () => {
    const open = (i: number) => Math.max(0, Math.sin(i * 1.1));
    const track = trackOf(FRAMES, open);
    const after = apertures(footage(), renderAll(footage(), track));
    const before = apertures(footage(), sources(footage()));
    expect(correlation(after, [...track.open])).toBeGreaterThan(0.9);
    expect(Math.abs(correlation(after, before))).toBeLessThan(0.4);
  });
});

describe('away from the mouth', () => {
  test('every pixel is the source', () => {
    const frames = renderAll(
      talking,
      trackOf(FRAMES, (i) => (i % 2 ? 1 : 0)),
    );
    for (const i of [1, 5, 9]) {
      const { mesh } = talking.faces[i] ?? { mesh: new Float32Array() };
      const xs = [...mesh].filter((_, at) => at % 3 === 0);
      const ys = [...mesh].filter((_, at) => at % 3 === 1);
      const height = Math.max(...ys) - Math.min(...ys);
      const eyes = Math.max(mesh[33 * 3 + 1] ?? 0, mesh[263 * 3 + 1] ?? 0);
      const pixels = new Uint32Array((frames[i] ?? new Uint8Array()).buffer);
      const source = new Uint32Array((talking.frames[i]?.data ?? new Uint8Array()).slice().buffer);
      const near = (x: number, y: number) =>
        x > Math.min(...xs) - 0.2 * height &&
        x < Math.max(...xs) + 0.2 * height &&
        y > eyes &&
        y < Math.max(...ys) + 0.22 * height;
      const changed = Array.from(pixels.keys()).filter((at) => pixels[at] !== source[at]);
      expect(changed.length).toBeGreaterThan(1000);
      expect(changed.filter((at) => !near(at % WIDTH, Math.floor(at / WIDTH)))).toEqual([]);
    }
  });

  test('a frame without the face passes through', () => {
    const track = trackOf(FRAMES, () => 1);
    const renderer = createFootageLipRenderer({
      width: WIDTH,
      height: HEIGHT,
      track,
      expression: 1,
    });
    const out = talking.frames[0]?.data.slice() ?? new Uint8Array();
    renderer.render(0, out, null);
    expect(same(out, talking.frames[0]?.data)).toBe(true);
  });
});

test('nothing swims: a still face under a still track gives the same picture again and again', () => {
  const frames = renderAll(
    still,
    trackOf(8, () => 0.5),
  );
  for (let i = 2; i < frames.length; i += 1) {
    let sum = 0;
    let most = 0;
    frames[i]?.forEach((value, at) => {
      const off = Math.abs(value - (frames[i - 1]?.[at] ?? 0));
      sum += off;
      most = Math.max(most, off);
    });
    expect(sum / (WIDTH * HEIGHT)).toBeLessThan(0.02);
    expect(most).toBeLessThan(30);
  }
});

test('after a cut to somebody else the mouth is theirs at once', () => {
  const both: Footage = {
    frames: [...talking.frames.slice(0, 6), ...moving.frames.slice(3, 9)],
    faces: [...talking.faces.slice(0, 6), ...moving.faces.slice(3, 9)],
    drawn: [...talking.drawn.slice(0, 6), ...moving.drawn.slice(3, 9)],
    shots: [...talking.shots.slice(0, 6), ...moving.shots.slice(3, 9)],
  };
  const track = trackOf(12, () => 0);
  expect(Math.max(...apertures(both, sources(both)))).toBeGreaterThan(0.2);
  expect(Math.max(...apertures(both, renderAll(both, track)))).toBeLessThan(0.03);
});

test('equal calls give equal pixels', () => {
  const track = trackOf(FRAMES, (i) => (i % 5) / 5, 0.5);
  const [first, second] = [renderAll(moving, track, 1), renderAll(moving, track, 1)];
  expect(first.every((data, i) => same(data, second[i]))).toBe(true);
});

test('expression is the smile of someone who speaks, nothing else', () => {
  const quiet = trackOf(8, () => 0);
  expect(same(renderAll(still, quiet, 1)[5], renderAll(still, quiet, 0)[5])).toBe(true);
  const lively = trackOf(8, () => 0, 1);
  expect(same(renderAll(still, lively, 1)[5], renderAll(still, lively, 0)[5])).toBe(false);
});

test('a face at the edge of the frame, or a speck, is left alone', () => {
  const track = trackOf(8, () => 1);
  const [frame, face] = [still.frames[0], still.faces[0]];
  if (!frame || !face) throw new Error('no face');
  const put = (change: (value: number, axis: number) => number) => {
    const renderer = createFootageLipRenderer({
      width: WIDTH,
      height: HEIGHT,
      track,
      expression: 0,
    });
    const out = frame.data.slice();
    renderer.render(0, out, { ...face, mesh: face.mesh.map((value, i) => change(value, i % 3)) });
    return out;
  };
  const low = HEIGHT - (face.mesh[14 * 3 + 1] ?? 0);
  expect(
    same(
      put((value, axis) => (axis === 1 ? value + low : value)),
      frame.data,
    ),
  ).toBe(true);
  expect(
    same(
      put((value) => 100 + value * 0.02),
      frame.data,
    ),
  ).toBe(true);
  expect(
    same(
      put((value) => value),
      frame.data,
    ),
  ).toBe(false);
});
