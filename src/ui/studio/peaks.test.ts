import { describe, expect, it } from 'vitest';
import { peaksOf } from './peaks.ts';

describe('peaksOf', () => {
  it('keeps the loudest sample of each stretch, of either sign', () => {
    const peaks = peaksOf(Float32Array.of(0, 0.25, -0.5, 0.125, 0, 0), 3);
    expect([...peaks]).toEqual([0.5, 1, 0]);
  });

  it('draws silence flat', () => {
    expect([...peaksOf(new Float32Array(1000), 4)]).toEqual([0, 0, 0, 0]);
  });

  it('has a bar for every stretch of a recording shorter than the drawing', () => {
    expect(peaksOf(Float32Array.of(1, 1), 8)).toHaveLength(8);
  });
});
