import type { TimedPhoneme } from '../../worker/speech/mouth-track.ts';

const OPEN = /^[aɑæʌɐ]/;
const MID = /^[eɛəɔoɜɤɚ]/;
const CLOSE = /^[iɪuʊyɨ]/;
export const BILABIAL = /^(b|m|p|pʰ)$/;

/** How open a phoneme is by the place of its articulation alone: the reference that knows nothing of the renderer. */
function openness({ symbol }: TimedPhoneme): number {
  if (OPEN.test(symbol)) return 1;
  if (MID.test(symbol)) return 0.6;
  if (CLOSE.test(symbol)) return 0.3;
  return BILABIAL.test(symbol) ? 0 : 0.15;
}

/** The reference sampled at the middle of every frame. */
function referenceOf(phonemes: TimedPhoneme[], frames: number, fps: number): number[] {
  return Array.from({ length: frames }, (_, index) => {
    const atMs = ((index + 0.5) * 1000) / fps;
    const now = phonemes.find(({ startMs, endMs }) => startMs <= atMs && atMs < endMs);
    return now ? openness(now) : 0;
  });
}

/** The delay of the mouth behind the sound at which both agree best, and how well they do there. */
export function peakLag(
  apertures: number[],
  phonemes: TimedPhoneme[],
  fps: number,
): { lagMs: number; correlation: number } {
  const reference = referenceOf(phonemes, apertures.length, fps);
  const most = Math.round(0.3 * fps);
  let best = { lagMs: 0, correlation: -1 };
  for (let shift = -most; shift <= most; shift++) {
    const pairs = apertures.flatMap((aperture, index): [number, number][] => {
      const due = reference[index - shift];
      return due === undefined ? [] : [[aperture, due]];
    });
    const found = correlate(pairs);
    if (found > best.correlation) best = { lagMs: (shift * 1000) / fps, correlation: found };
  }
  return best;
}

function correlate(pairs: [number, number][]): number {
  const mean = (at: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
  const [a, b] = [mean(0), mean(1)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [x, y] of pairs) {
    ab += (x - a) * (y - b);
    aa += (x - a) ** 2;
    bb += (y - b) ** 2;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}

const CLOSED = 0.02;

/** The share of b, m and p during which, give or take the lead of the mouth, some frame is closed. */
export function closedShare(apertures: number[], phonemes: TimedPhoneme[], fps: number): number {
  const labials = phonemes.filter(({ symbol }) => BILABIAL.test(symbol));
  const closed = labials.filter(({ startMs, endMs }) => {
    const first = Math.floor(((startMs - 60) * fps) / 1000);
    const last = Math.ceil((endMs * fps) / 1000);
    return apertures.slice(Math.max(0, first), last).some((aperture) => aperture <= CLOSED);
  });
  return closed.length / labials.length;
}

/** Share of frames in which the mouth is open, so that a mouth that never opens does not pass as one that closes. */
export function openShare(apertures: number[]): number {
  return apertures.filter((aperture) => aperture > 2 * CLOSED).length / apertures.length;
}
