import { smoothStep } from './clamp.ts';
import { COLUMN_U, COLUMNS } from './lip-lines.ts';

/** The slit of a carried grid, opened or shut by the footage; everything by column. */
export type Slit = {
  x: Float64Array;
  y: Float64Array;
  upper: Int32Array;
  lower: Int32Array;
};

/** How far the lips are apart, by column, as vectors in frame pixels. */
export type LipGap = {
  x: Float64Array;
  y: Float64Array;
  /** How far the edges were moved outwards along the mouth before. */
  asideX: Float64Array;
  asideY: Float64Array;
  /** Widest, in mouth widths. */
  widest: number;
};

export function createLipGap(): LipGap {
  const columns = () => new Float64Array(COLUMNS + 1);
  return { x: columns(), y: columns(), asideX: columns(), asideY: columns(), widest: 0 };
}

/** Blended pixels of teeth at the edges of open lips are cut away with so much of the lips, in mouth widths. */
const INSET = 0.03;
/** The dark pocket beside the corners of an open mouth is cut away as well. */
const CORNER = 0.035;

/**
 * Measures the gap after moving the edges of the slit: each a little into its lip where the mouth is open, onto each
 * other where the trace has them crossed. `down` is the unit vector down the face, `mouthWidth` in frame pixels.
 */
export function measureGap(
  gap: LipGap,
  slit: Slit,
  { down, mouthWidth }: { down: { x: number; y: number }; mouthWidth: number },
): void {
  gap.widest = widestGap(slit, down) / mouthWidth;
  const out = mouthWidth * CORNER * smoothStep(0.04, 0.14, gap.widest);
  for (let i = 0; i <= COLUMNS; i += 1) {
    const a = slit.upper[i] as number;
    const b = slit.lower[i] as number;
    const along = gapAt(slit, i, down);
    const u = COLUMN_U[i] as number;
    const open = along / mouthWidth + 0.35 * gap.widest;
    const inset = (1 - u ** 10) * mouthWidth * INSET * smoothStep(0.015, 0.08, open);
    const up = along < 0 ? along / 2 : -inset;
    const aside = out * u ** 5;
    slit.x[a] = (slit.x[a] as number) + up * down.x + aside * down.y;
    slit.y[a] = (slit.y[a] as number) + up * down.y - aside * down.x;
    if (a !== b) {
      slit.x[b] = (slit.x[b] as number) - up * down.x + aside * down.y;
      slit.y[b] = (slit.y[b] as number) - up * down.y - aside * down.x;
    }
    gap.asideX[i] = aside * down.y;
    gap.asideY[i] = -aside * down.x;
    gap.x[i] = (slit.x[b] as number) - (slit.x[a] as number);
    gap.y[i] = (slit.y[b] as number) - (slit.y[a] as number);
  }
}

/** The widest distance between the edges of a slit, in pixels down the face. */
export function widestGap(slit: Slit, down: { x: number; y: number }): number {
  let widest = 0;
  for (let i = 0; i <= COLUMNS; i += 1) widest = Math.max(widest, gapAt(slit, i, down));
  return widest;
}

function gapAt({ x, y, upper, lower }: Slit, column: number, down: { x: number; y: number }) {
  const a = upper[column] as number;
  const b = lower[column] as number;
  const dx = (x[b] as number) - (x[a] as number);
  const dy = (y[b] as number) - (y[a] as number);
  return dx * down.x + dy * down.y;
}
