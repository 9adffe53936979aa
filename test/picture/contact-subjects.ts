import { findPortrait, listPortraits } from '#/services/portraits/list-portraits.ts';
import type { TestFaceOptions } from '../../bin/portraits/test-face.ts';
import { drawTalker, type Film, filmTalker } from './drawn-talker.ts';
import type { TalkRequest } from './studio.ts';

const FACE: TestFaceOptions = { width: 512, height: 512, scale: 0.62, centre: [256, 210] };

const DRAWN: Record<string, Partial<TestFaceOptions>> = {
  tilted: { roll: 20 },
  turned: { yaw: 18 },
  glasses: { glasses: true },
  beard: { beard: true },
  grinning: { mouthOpen: 0.35, mouthWidth: 160 },
  dim: { light: 0.5 },
};

type Motion = Pick<Film, 'shotAt' | 'face'> & { size?: { width: number; height: number } };

const FILMED: Record<string, Motion> = {
  'filmed-still': {},
  'filmed-moving': {
    shotAt: (frame) => ({
      x: 200 + 14 * Math.sin(frame / 12),
      angle: 0.15 * Math.sin(frame / 15),
      scale: 0.62 + 0.05 * Math.sin(frame / 20),
    }),
  },
  'filmed-tilted': { shotAt: () => ({ angle: 0.35 }) },
  'filmed-turned': { face: { yaw: 18 } },
  'filmed-beard': { face: { beard: true, glasses: true } },
  'filmed-small': { size: { width: 1280, height: 720 }, shotAt: () => ({ scale: 0.16, y: 300 }) },
};

export async function allSubjects(): Promise<string[]> {
  const { data } = await listPortraits();
  const portraits = data.map(({ name }) => `portrait:${name}`);
  return [...portraits, ...Object.keys(DRAWN), ...Object.keys(FILMED)];
}

/** A built-in portrait, a drawn face or film by its name above, or else a file: pictures by their ending. */
export async function subjectSource(
  subject: string,
  { folder, frames }: { folder: string; frames: number },
): Promise<TalkRequest['source']> {
  const portrait = findPortrait(subject);
  if (portrait) return { image: portrait.path };
  const [drawn, filmed] = [DRAWN[subject], FILMED[subject]];
  if (drawn)
    return { image: (await drawTalker(`${folder}/${subject}.png`, { ...FACE, ...drawn })).path };
  if (filmed) {
    const { size = { width: 400, height: 400 }, ...motion } = filmed;
    const mouthAt = (frame: number) => 0.3 - 0.3 * Math.cos(frame * 0.75);
    const film = { ...size, fps: 25, frames, noise: 2, mouthAt, ...motion };
    return { video: (await filmTalker(`${folder}/${subject}.mp4`, film)).path };
  }
  return /\.(png|jpe?g|webp|svg)$/i.test(subject) ? { image: subject } : { video: subject };
}
