import type { Picture } from './face.ts';

const COLUMNS = 40;
const ROWS = 24;
/** Samples a side of every cell, so that fine texture in motion does not look like a cut. */
const TAPS = 4;
/** Mean change of the cells, in grey levels, that a cut exceeds; and how many times the change before it. */
const LEAST_CHANGE = 12;
const SUDDEN = 2.5;
const USUAL = 4;
/** A cut changes this share of the cells by more than so many grey levels; something that passes by does not. */
const WIDESPREAD = 0.2;
const CHANGED = 8;

export interface CutDetector {
  /** True when this frame begins a new shot; false for the first of all. Frames come in order. */
  isCut(picture: Picture): boolean;
}

export function createCutDetector(): CutDetector {
  let before = new Float32Array(COLUMNS * ROWS);
  let now = new Float32Array(COLUMNS * ROWS);
  let usual = 0;
  let frames = 0;
  return {
    isCut: (picture) => {
      [before, now] = [now, before];
      lookAtCells(picture, now);
      frames += 1;
      if (frames === 1) return false;
      const { change, share } = compareCells(before, now);
      const sudden = change > LEAST_CHANGE && change > SUDDEN * usual + USUAL;
      const cut = sudden && share > WIDESPREAD;
      usual = cut ? 0 : usual + (change - usual) * 0.25;
      return cut;
    },
  };
}

function lookAtCells({ width, height, data }: Picture, cells: Float32Array): void {
  const stepX = width / (COLUMNS * TAPS);
  const stepY = height / (ROWS * TAPS);
  cells.fill(0);
  for (let row = 0; row < ROWS * TAPS; row += 1) {
    const line = Math.floor((row + 0.5) * stepY) * width;
    const cell = Math.floor(row / TAPS) * COLUMNS;
    for (let column = 0; column < COLUMNS * TAPS; column += 1) {
      const at = (line + Math.floor((column + 0.5) * stepX)) * 4;
      const to = cell + Math.floor(column / TAPS);
      cells[to] =
        (cells[to] as number) +
        0.3 * (data[at] as number) +
        0.59 * (data[at + 1] as number) +
        0.11 * (data[at + 2] as number);
    }
  }
}

function compareCells(a: Float32Array, b: Float32Array): { change: number; share: number } {
  let sum = 0;
  let changed = 0;
  for (let i = 0; i < a.length; i += 1) {
    const off = Math.abs((a[i] as number) - (b[i] as number)) / (TAPS * TAPS);
    sum += off;
    if (off > CHANGED) changed += 1;
  }
  return { change: sum / a.length, share: changed / a.length };
}
