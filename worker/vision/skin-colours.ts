import type { Picture } from './face.ts';

/** Forehead, nose and cheeks. */
const UPPER = [
  10, 151, 9, 8, 67, 297, 109, 338, 69, 299, 104, 333, 50, 280, 101, 330, 36, 266, 205, 425, 117,
  346, 118, 347, 123, 352, 6, 197, 195, 5, 4, 1,
];
/** Lips, their surroundings and the chin. */
const LOWER = [
  164, 167, 393, 165, 391, 92, 322, 186, 410, 57, 287, 43, 273, 106, 335, 182, 406, 83, 313, 18,
  200, 199, 175, 201, 421, 208, 428, 204, 424, 202, 422, 61, 291, 0, 17, 37, 267, 84, 314,
];
const POINTS = [...UPPER, ...LOWER];

/** Grey levels by which a place may differ from what it looked like before. */
const TOLERANCE = 42;
const LEARN = 0.12;

/** Share 0..1 of the places that look unlike before: something covers them, or this is no face. */
export type Strangeness = { upper: number; lower: number };

/** Knows the colours of one face, place by place, and notices when they are no longer seen. */
export interface SkinColours {
  compare(picture: Picture, mesh: Float32Array): Strangeness;
  /** Takes on what the last comparison saw; `lower` also where the mouth looked strange. */
  learn(lower: boolean): void;
  reset(): void;
}

export function createSkinColours(): SkinColours {
  const known = new Float32Array(POINTS.length * 3);
  const seen = new Float32Array(POINTS.length * 3);
  let fresh = true;
  return {
    compare: (picture, mesh) => {
      readColours(picture, mesh, seen);
      if (fresh) known.set(seen);
      fresh = false;
      const gain = exposureChange(known, seen);
      const strange = (from: number, to: number) => {
        let count = 0;
        for (let i = from; i < to; i += 1) if (differs(known, seen, { i, gain })) count += 1;
        return count / (to - from);
      };
      return { upper: strange(0, UPPER.length), lower: strange(UPPER.length, POINTS.length) };
    },
    learn: (lower) => {
      const end = (lower ? POINTS.length : UPPER.length) * 3;
      for (let i = 0; i < end; i += 1) {
        known[i] = (known[i] as number) + ((seen[i] as number) - (known[i] as number)) * LEARN;
      }
    },
    reset: () => {
      fresh = true;
    },
  };
}

function readColours({ width, height, data }: Picture, mesh: Float32Array, out: Float32Array) {
  POINTS.forEach((index, i) => {
    const x = Math.min(width - 2, Math.max(0, Math.round((mesh[index * 3] ?? 0) - 1)));
    const y = Math.min(height - 2, Math.max(0, Math.round((mesh[index * 3 + 1] ?? 0) - 1)));
    const at = (y * width + x) * 4;
    const under = at + width * 4;
    for (let c = 0; c < 3; c += 1) {
      out[i * 3 + c] =
        ((data[at + c] ?? 0) +
          (data[at + 4 + c] ?? 0) +
          (data[under + c] ?? 0) +
          (data[under + 4 + c] ?? 0)) /
        4;
    }
  });
}

/** The light may change as a whole: the middle one of the ratios, which is none of a part that is covered. */
function exposureChange(known: Float32Array, seen: Float32Array): number {
  const ratios = POINTS.map((_, i) => (sum(seen, i) + 12) / (sum(known, i) + 12));
  const middle = ratios.sort((a, b) => a - b)[ratios.length >> 1] ?? 1;
  return Math.min(1.8, Math.max(0.55, middle));
}

function sum(colours: Float32Array, i: number): number {
  return (colours[i * 3] ?? 0) + (colours[i * 3 + 1] ?? 0) + (colours[i * 3 + 2] ?? 0);
}

function differs(
  known: Float32Array,
  seen: Float32Array,
  { i, gain }: { i: number; gain: number },
): boolean {
  for (let c = i * 3; c < i * 3 + 3; c += 1) {
    if (Math.abs((seen[c] ?? 0) - Math.min(255, (known[c] ?? 0) * gain)) > TOLERANCE) return true;
  }
  return false;
}
