import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawTestFace, type FaceLandmarks } from '../../bin/portraits/test-face.ts';
import type { MouthTrack } from '../../worker/speech/mouth-track.ts';
import { trackFromPhonemes } from '../../worker/speech/track-from-phonemes.ts';
import type { Face, Picture } from '../../worker/vision/face.ts';
import { createFaceTracker } from '../../worker/vision/track-faces.ts';
import { type DrawnTalker, drawTalker, FILMED, filmTalker } from './drawn-talker.ts';
import { capitalHeight } from './measure-label.ts';
import { meanChangeOutside, meanEdgeStep, shiftsOf } from './measure-rest.ts';
import { openStudio, type Studio, type Utterance } from './studio.ts';

const [SIDE, FPS] = [400, 25];
/** Of the machine when everything else runs as well. */
const PATIENCE_MS = 300_000;
const MOST_OUTSIDE = 0.5;
const MOST_STEP = 1;
const MOST_JITTER_PX = 0.3;

let studio: Studio;
let said: Utterance;
let track: MouthTrack;
beforeAll(async () => {
  studio = await openStudio();
  said = await studio.utter('Bob saw two cars.');
  track = trackFromPhonemes({ ...said, fps: FPS });
}, PATIENCE_MS);
afterAll(() => studio[Symbol.asyncDispose]());

/** Every pixel differs a little from the next, so that whatever is moved is seen to be changed. */
function withGrain({ data, ...size }: Picture): Picture {
  const grained = data.map((value, i) => {
    const grain = Math.imul(i + 1, 0x9e3779b1) >>> 30;
    return i % 4 === 3 ? value : Math.min(255, value + grain);
  });
  return { ...size, data: grained };
}

/** Where a place of the drawing lies in the film. */
function inFilm([x, y]: readonly [number, number]): readonly [number, number] {
  const scale = SIDE / FILMED.height;
  return [x * scale, y * scale + SIDE * 0.02];
}

/** The chin of somebody who speaks is part of the face. */
const MOST_OPEN = 0.6;

/** Frames before and after, not encoded, and the outline of the face in them. */
type Changed = { sources: Picture[]; frames: Picture[]; outline: FaceLandmarks['outline'] };

async function changedStill(): Promise<Changed> {
  const options = { width: SIDE, height: SIDE, scale: 0.48, centre: [200, 164] } as const;
  const { frames } = await drawTalker(`${studio.folder}/still.png`, options);
  const [picture] = frames.map(withGrain);
  const [face] = picture ? await studio.finder.find(picture) : [];
  if (!picture || !face) throw new Error('the drawn face was not found');
  const still = { picture, face, track, expression: 0, headMotion: 0, seed: 1 };
  const renderer = studio.engines.lips(undefined)(still);
  const rendered = Array.from({ length: track.frames }, (_, index) => {
    const data = new Uint8Array(picture.data.length);
    renderer.render(index, data);
    return { ...picture, data };
  });
  const { outline } = drawTestFace({ ...options, mouthOpen: MOST_OPEN }).landmarks;
  return { sources: rendered.map(() => picture), frames: rendered, outline };
}

async function changedFootage(): Promise<Changed> {
  const film = { width: SIDE, height: SIDE, fps: FPS, frames: track.frames };
  const mouthAt = (frame: number) => 0.3 - 0.3 * Math.cos(frame * 0.7);
  const filmed = await filmTalker(`${studio.folder}/film.mp4`, { ...film, mouthAt });
  const frames = filmed.frames.map(withGrain);
  const size = { width: SIDE, height: SIDE, fps: FPS };
  const tracker = createFaceTracker({ ...size, finder: studio.finder, wanted: 'auto' });
  const faces: (Face | null)[] = frames.flatMap(({ data }) => tracker.push(data) ?? []);
  faces.push(...tracker.finish());
  const renderer = studio.engines.footageLips(undefined)({ ...size, track, expression: 0 });
  const rendered = frames.map((frame, index) => {
    const data = frame.data.slice();
    renderer.render(index, data, faces[index] ?? null);
    return { ...frame, data };
  });
  const { outline } = drawTestFace({ ...FILMED, mouthOpen: MOST_OPEN }).landmarks;
  return { sources: frames, frames: rendered, outline: outline.map(inFilm) };
}

describe.each([
  ['a still picture', changedStill],
  ['footage', changedFootage],
])('before %s is encoded', (_, change) => {
  let changed: Changed;
  beforeAll(async () => {
    changed = await change();
  }, PATIENCE_MS);
  const each = (measure: (frame: Picture, source: Picture) => number) =>
    changed.frames.map((frame, i) => measure(frame, changed.sources[i] ?? frame));

  test('the ground outside the face is as it was', () => {
    const outside = each((frame, source) => meanChangeOutside(frame, source, changed.outline));
    expect(mean(outside)).toBeLessThan(MOST_OUTSIDE);
    const [source] = changed.sources;
    if (!source) throw new Error('no frame');
    const brighter = { ...source, data: source.data.map((value) => Math.min(255, value + 2)) };
    expect(meanChangeOutside(brighter, source, changed.outline)).toBeGreaterThan(MOST_OUTSIDE);
  });

  test('what is changed ends without an edge', () => {
    const steps = each(meanEdgeStep).filter((step) => !Number.isNaN(step));
    expect(steps.length).toBeGreaterThan(10);
    expect(mean(steps)).toBeLessThan(MOST_STEP);
    const [source] = changed.sources;
    if (!source) throw new Error('no frame');
    expect(meanEdgeStep(withPatch(source), source)).toBeGreaterThan(MOST_STEP);
  });
});

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle of the picture is three grey levels off. */
function withPatch(source: Picture): Picture {
  const { width, height } = source;
  const inside = (value: number, size: number) => value > size * 0.3 && value < size * 0.7;
  const data = source.data.map((value, i) => {
    const [x, y] = [(i >> 2) % width, Math.floor((i >> 2) / width)];
    return inside(x, width) && inside(y, height) ? Math.max(0, value - 3) : value;
  });
  return { ...source, data };
}

describe('a head that holds still in noisy footage, encoded and decoded again', () => {
  let talker: DrawnTalker;
  const patches = () => {
    const { landmarks } = drawTestFace(FILMED);
    const { upperLipInner, mouthLeft, mouthRight, chin, noseTip, leftEye, rightEye } = landmarks;
    const marks = { upperLipInner, mouthLeft, mouthRight, chin, noseTip };
    const eyes = { leftEye: leftEye.centre, rightEye: rightEye.centre };
    return Object.entries({ ...marks, ...eyes }).map(([name, mark]) => {
      // A chin has little to hold on to.
      return { name, middle: inFilm(mark), radius: name === 'chin' ? 30 : 12 };
    });
  };
  const film = (shotAt: (frame: number) => { x?: number }) =>
    filmTalker(`${studio.folder}/quiet.mp4`, {
      width: SIDE,
      height: SIDE,
      fps: FPS,
      frames: 16,
      mouthAt: () => 0,
      noise: 2,
      shotAt,
    });
  beforeAll(async () => {
    talker = await film(() => ({}));
  }, PATIENCE_MS);

  test('does not tremble while it is silent', { timeout: PATIENCE_MS }, async () => {
    const silent = { ...said, phonemes: [] };
    const options = { length: 'cut', quality: 'high' } as const;
    const { frames } = await studio.talk({ source: { video: talker.path }, said: silent, options });
    for (const { name, ...patch } of patches()) {
      expect(Math.max(...shiftsOf(frames, patch)), name).toBeLessThan(MOST_JITTER_PX);
    }
  });

  test('keeps nose and eyes in place while it speaks', { timeout: PATIENCE_MS }, async () => {
    const options = { length: 'cut', quality: 'high' } as const;
    const { frames } = await studio.talk({ source: { video: talker.path }, said, options });
    for (const { name, ...patch } of patches()) {
      if (!/nose|Eye/.test(name)) continue;
      expect(Math.max(...shiftsOf(frames, patch)), name).toBeLessThan(MOST_JITTER_PX);
    }
  });

  test('is told from one that trembles by half a pixel', { timeout: PATIENCE_MS }, async () => {
    const { frames } = await film((frame) => ({ x: SIDE / 2 + (frame % 2 ? 0.5 : -0.5) }));
    for (const { name, ...patch } of patches()) {
      expect(Math.max(...shiftsOf(frames, patch)), name).toBeGreaterThan(MOST_JITTER_PX);
    }
  });
});

test.each([
  ['en', 'AI-generated'],
  ['zh-CN', 'AI生成'],
])(
  'the label %s is at least 5 %% of the short side high on decoded pixels',
  async (language) => {
    const path = `${studio.folder}/${language}.png`;
    await drawTalker(path, { width: 480, height: 360, scale: 0.4, centre: [240, 150] });
    const options = { label_language: language === 'en' ? 'en' : 'zh' } as const;
    const request = { source: { image: path }, said: { ...said, durationMs: 200 }, options };
    const [labelled, plain] = [
      await studio.talk({ ...request, label: true }),
      await studio.talk(request),
    ];
    labelled.frames.forEach((frame, i) => {
      const height = capitalHeight(frame, plain.frames[i] ?? frame);
      expect(height).toBeGreaterThanOrEqual(0.05 * 360);
      expect(height).toBeLessThan(0.07 * 360);
    });
  },
  PATIENCE_MS,
);
