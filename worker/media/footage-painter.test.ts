import {
  AV_PIX_FMT_YUV420P10LE,
  AVCOL_PRI_BT2020,
  AVCOL_PRI_UNSPECIFIED,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_UNSPECIFIED,
  AVCOL_TRC_ARIB_STD_B67,
  AVCOL_TRC_BT709,
  AVCOL_TRC_SMPTE2084,
  FF_ENCODER_LIBX265,
  FF_ENCODER_MPEG4,
} from 'node-av/constants';
import { expect, test } from 'vitest';
import { type MadeFootage, makeFootage } from './made-footage.ts';
import { madeFolder } from './made-media.ts';
import { readFootage } from './read-footage.ts';

const SMALL = { width: 96, height: 64 };

function pixel(path: string, at: { x: number; y: number }): number[] {
  const [first] = readFootage(path, { fps: 25, ...SMALL });
  const from = (at.y * SMALL.width + at.x) * 4;
  return [...(first?.rgba.subarray(from, from + 4) ?? [])];
}

test.each([
  ['PQ', AVCOL_TRC_SMPTE2084, 0.58],
  ['HLG', AVCOL_TRC_ARIB_STD_B67, 0.75],
])(
  'the white of %s footage becomes a white of SDR, and its grey stays grey',
  (_, transfer, white) => {
    using folder = madeFolder();
    const path = folder.path('hdr.mp4');
    const code = (signal: number) => 16 + 219 * signal;
    makeFootage(path, {
      ...SMALL,
      frames: 1,
      codec: FF_ENCODER_LIBX265,
      options: { preset: 'ultrafast', 'x265-params': 'log-level=none:qp=8:bframes=0' },
      pixelFormat: AV_PIX_FMT_YUV420P10LE,
      matrix: AVCOL_SPC_BT2020_NCL,
      primaries: AVCOL_PRI_BT2020,
      transfer,
      sample: (x) => [code(x < 48 ? white : white * 0.66), 128, 128],
    });
    const [r = 0, g = 0, b = 0, a] = pixel(path, { x: 24, y: 32 });
    const [grey = 0] = pixel(path, { x: 72, y: 32 });
    expect(Math.min(r, g, b)).toBeGreaterThan(190);
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(6);
    expect(grey).toBeGreaterThan(50);
    expect(grey).toBeLessThan(r - 40);
    expect(a).toBe(255);
  },
);

test.each([
  [
    'without other tags',
    {
      transfer: AVCOL_TRC_SMPTE2084,
      matrix: AVCOL_SPC_UNSPECIFIED,
      primaries: AVCOL_PRI_UNSPECIFIED,
    },
  ],
  ['turned', { transfer: AVCOL_TRC_ARIB_STD_B67, rotation: 90 }],
  ['of odd size', { transfer: AVCOL_TRC_SMPTE2084, width: 97, height: 65 }],
  ['of a wide gamut only', { transfer: AVCOL_TRC_BT709, width: 97, height: 65 }],
])('HDR footage %s is read', (_, made: Partial<MadeFootage>) => {
  using folder = madeFolder();
  const path = folder.path('a.mkv');
  makeFootage(path, {
    ...SMALL,
    frames: 3,
    muxer: 'matroska',
    codec: FF_ENCODER_MPEG4,
    options: { b: '4000000' },
    matrix: AVCOL_SPC_BT2020_NCL,
    primaries: AVCOL_PRI_BT2020,
    sample: () => [150, 128, 128],
    ...made,
  });
  let frames = 0;
  for (const { rgba } of readFootage(path, { fps: 25, ...SMALL })) {
    expect(rgba.some((value, at) => at % 4 < 3 && value > 60)).toBe(true);
    frames++;
  }
  expect(frames).toBe(3);
});
