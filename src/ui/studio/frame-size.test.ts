import { describe, expect, it } from 'vitest';
import {
  cutPosition,
  frameSize,
  fromResolution,
  placeInCut,
  SHAPES,
  SIZES,
  toResolution,
} from './frame-size.ts';

const square = { width: 1024, height: 1024 };

describe('frameSize', () => {
  it('leaves a picture as it is, but for odd sides', () => {
    expect(frameSize(square, { shape: 'source', size: 'source' })).toEqual(square);
    expect(
      frameSize({ width: 801, height: 600 }, { shape: 'source', size: 'source' }).width % 2,
    ).toBe(0);
  });

  it('crops inside the picture and never beyond it', () => {
    expect(frameSize(square, { shape: 'landscape', size: 'source' })).toEqual({
      width: 1024,
      height: 576,
    });
    expect(frameSize(square, { shape: 'portrait', size: 'source' })).toEqual({
      width: 576,
      height: 1024,
    });
  });

  it('gives the named size to the short side', () => {
    expect(frameSize(square, { shape: 'landscape', size: '1080p' })).toEqual({
      width: 1920,
      height: 1080,
    });
    expect(frameSize({ width: 600, height: 800 }, { shape: 'source', size: '720p' })).toEqual({
      width: 720,
      height: 960,
    });
  });
});

describe('placeInCut', () => {
  it('finds a face of the picture again in what is left of it', () => {
    const picture = { width: 2000, height: 1000 };
    const face = { x: 0.7, y: 0.2, width: 0.1, height: 0.2 };
    const cut = cutPosition(picture, 'square', { x: 0.75, y: 0.3 });
    const placed = placeInCut(face, { picture, shape: 'square', cut });
    expect(placed.x + placed.width / 2).toBeCloseTo(0.5);
    expect(placed).toMatchObject({ y: 0.2, width: 0.2, height: 0.2 });
    expect(placeInCut(face, { picture, shape: 'source', cut: { x: 0.5, y: 0.5 } })).toEqual(face);
  });
});

describe('cutPosition', () => {
  it('keeps the upper part of a tall picture, where the face is, and never leaves it', () => {
    const { y } = cutPosition({ width: 600, height: 1200 }, 'landscape');
    expect(y).toBeGreaterThan(0.3);
    expect(y).toBeLessThan(0.5);
    expect(cutPosition({ width: 1000, height: 600 }, 'landscape').y).toBeGreaterThanOrEqual(0);
  });

  it('is the middle where nothing is cut', () => {
    expect(cutPosition(square, 'square')).toEqual({ x: 0.5, y: 0.5 });
  });
});

describe('toResolution', () => {
  it('asks for nothing when nothing was chosen', () => {
    expect(toResolution(square, { shape: 'source', size: 'source' })).toBeUndefined();
  });

  it('is read back as the choices it came from', () => {
    for (const shape of SHAPES) {
      for (const size of SIZES.filter((each) => each !== 'source')) {
        expect(fromResolution(toResolution(square, { shape, size }))).toEqual({ shape, size });
      }
    }
  });
});
