import { bestPath } from './best-path.ts';
import { smoothStep } from './clamp.ts';
import { COLUMN_U, COLUMNS } from './lip-lines.ts';
import { reachDark } from './reach-dark.ts';
import { type Slit, widestGap } from './shut-lips.ts';
import type { Canvas } from './warp.ts';

/**
 * Keeps the slit on the dark line where shut lips meet, and the edges of an open mouth where the dark in it ends: the trace is
 * good to a percent of the face, and a slit beside the line would leave it on a lip. Where shut lips meet is believed slowly,
 * so that nothing trembles.
 */
export interface SeamWatch {
  /** Looks at a frame in which the slit lies where the trace has it. */
  look(canvas: Canvas): void;
  shift(slit: Slit, size: { down: { x: number; y: number }; mouthWidth: number }): void;
}

/** Lips so far apart by the trace, in mouth widths, may be open, and surely are. */
const [MAYBE_OPEN, OPEN] = [0.018, 0.04];

/** The dark line between shut lips is so thick at most, in mouth widths. */
const SEAM = 0.03;

const STEP = 2;
const PLACES = COLUMNS / STEP + 1;
const ROWS = 17;
/** How far to look up and down, in mouth widths. */
const REACH = 0.055;
/** Looks that count as much as the next one. */
const MEMORY = 4;
/** Lips further apart than this, in mouth widths, show no such line. */
const [SHUT, PARTED] = [0.02, 0.06];

export function createSeamWatch(): SeamWatch {
  const offsets = new Float64Array(PLACES);
  const scores = new Float64Array(PLACES * ROWS);
  let canvas: Canvas | null = null;
  let known = 0;
  const measure = (
    slit: Slit,
    size: { down: { x: number; y: number }; mouthWidth: number },
    shut: number,
  ) => {
    if (!canvas) return;
    for (let place = 0; place < PLACES; place += 1) {
      scoreColumn(scores, place, { canvas, slit, ...size });
    }
    const path = bestPath({ columns: PLACES, rows: ROWS, scores, strayCost: 0.08, bendCost: 0.02 });
    const step = (2 * REACH) / (ROWS - 1);
    const rate = shut / (known + shut);
    path.forEach((row, place) => {
      const off = (row - (ROWS - 1) / 2) * step;
      offsets[place] = (offsets[place] ?? 0) + (off - (offsets[place] ?? 0)) * rate;
    });
    known = Math.min(known + shut, MEMORY);
  };
  return {
    look: (next) => {
      canvas = next;
    },
    shift: (slit, size) => {
      const open = widestGap(slit, size.down) / size.mouthWidth;
      const apart = smoothStep(MAYBE_OPEN, OPEN, open);
      if (apart > 0 && canvas) reachDark(slit, { ...size, ...looksOf(canvas) }, apart);
      const seen = widestGap(slit, size.down) / size.mouthWidth - SEAM;
      const shut = 1 - smoothStep(SHUT, PARTED, Math.max(open, seen));
      if (shut === 0) return;
      measure(slit, size, shut);
      for (let i = 0; i <= COLUMNS; i += 1) {
        const at = Math.min(PLACES - 1.001, i / STEP);
        const j = Math.floor(at);
        const off =
          ((offsets[j] as number) * (1 - at + j) + (offsets[j + 1] as number) * (at - j)) *
          shut *
          size.mouthWidth;
        meet(slit, i, { off, shut, down: size.down });
      }
    },
  };
}

/** Brings both edges to their middle, moved by `off`, as far as the mouth is shut. */
function meet(
  slit: Slit,
  column: number,
  { off, shut, down }: { off: number; shut: number; down: { x: number; y: number } },
): void {
  const a = slit.upper[column] as number;
  const b = slit.lower[column] as number;
  const halfX = (((slit.x[b] as number) - (slit.x[a] as number)) / 2) * shut;
  const halfY = (((slit.y[b] as number) - (slit.y[a] as number)) / 2) * shut;
  slit.x[a] = (slit.x[a] as number) + halfX + off * down.x;
  slit.y[a] = (slit.y[a] as number) + halfY + off * down.y;
  if (a === b) return;
  slit.x[b] = (slit.x[b] as number) - halfX + off * down.x;
  slit.y[b] = (slit.y[b] as number) - halfY + off * down.y;
}

type Column = {
  canvas: Canvas;
  slit: Slit;
  down: { x: number; y: number };
  mouthWidth: number;
};

function scoreColumn(scores: Float64Array, place: number, column: Column): void {
  const { canvas, slit, down, mouthWidth } = column;
  const i = place * STEP;
  const a = slit.upper[i] as number;
  const b = slit.lower[i] as number;
  const x = ((slit.x[a] as number) + (slit.x[b] as number)) / 2;
  const y = ((slit.y[a] as number) + (slit.y[b] as number)) / 2;
  const step = (2 * REACH * mouthWidth) / (ROWS - 1);
  const apart = Math.max(1.5, mouthWidth * 0.03);
  const light = (off: number) => brightness(canvas, x + off * down.x, y + off * down.y);
  const weight = 1 - 0.7 * Math.abs(COLUMN_U[i] as number) ** 6;
  for (let row = 0; row < ROWS; row += 1) {
    const off = (row - (ROWS - 1) / 2) * step;
    const here = light(off);
    const above = light(off - apart);
    const below = light(off + apart);
    const dark = (above + below) / 2 - here + 0.25 * (Math.max(above, below) - here);
    scores[place * ROWS + row] = dark * weight;
  }
}

function looksOf(canvas: Canvas) {
  const { width, height, pixels } = canvas;
  return {
    light: (x: number, y: number) => brightness(canvas, x, y),
    redness: (x: number, y: number) => {
      const column = Math.min(width - 1, Math.max(0, x | 0));
      const pixel = pixels[Math.min(height - 1, Math.max(0, y | 0)) * width + column] as number;
      return ((pixel & 255) - ((pixel >>> 8) & 255)) / Math.max(1, pixel & 255);
    },
  };
}

function brightness({ width, height, pixels }: Canvas, x: number, y: number): number {
  const px = Math.min(width - 1.001, Math.max(0, x - 0.5));
  const py = Math.min(height - 1.001, Math.max(0, y - 0.5));
  const x0 = px | 0;
  const y0 = py | 0;
  const fx = px - x0;
  const fy = py - y0;
  const at = y0 * width + x0;
  const top = luma(pixels[at] as number) * (1 - fx) + luma(pixels[at + 1] as number) * fx;
  const low =
    luma(pixels[at + width] as number) * (1 - fx) + luma(pixels[at + width + 1] as number) * fx;
  return (top * (1 - fy) + low * fy) / 255;
}

function luma(pixel: number): number {
  return 0.3 * (pixel & 255) + 0.59 * ((pixel >>> 8) & 255) + 0.11 * ((pixel >>> 16) & 255);
}
