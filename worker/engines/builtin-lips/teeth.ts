import { unit } from './clamp.ts';
import type { FaceFrame } from './face-frame.ts';
import type { LipLines } from './lip-lines.ts';

/**
 * The upper row of teeth as a small picture in the face frame, premultiplied RGBA 0..255 floats: it belongs to
 * the skull, the lips open and close in front of it. Texel (0,0) lies at `left`,`top`; `scale` texels a pixel.
 */
export type Teeth = {
  left: number;
  top: number;
  scale: number;
  width: number;
  height: number;
  texels: Float32Array;
};

/** Bounds in mouth widths around the mouth's middle. */
const SPAN = 0.62;
const ABOVE = 0.24;
const BELOW = 0.3;

export function emptyTeeth({ mouthWidth }: FaceFrame, centre: { x: number; y: number }): Teeth {
  const scale = Math.max(1, Math.ceil(160 / mouthWidth));
  const width = Math.ceil(2 * SPAN * mouthWidth * scale) + 2;
  const height = Math.ceil((ABOVE + BELOW) * mouthWidth * scale) + 2;
  return {
    left: centre.x - SPAN * mouthWidth,
    top: centre.y - ABOVE * mouthWidth,
    scale,
    width,
    height,
    texels: new Float32Array(width * height * 4),
  };
}

/** Boundaries of half a row, in mouth widths from the middle. */
const EDGES = [0, 0.155, 0.27, 0.37, 0.445, 0.505, 0.55];
/** How far the cutting edges reach below the closed lips, in mouth widths. */
const REACH = 0.026;
const ENAMEL = [238, 230, 216];

/** A plain, even row for pictures that show no teeth. */
export function drawnTeeth(frame: FaceFrame, lips: LipLines): Teeth {
  const middle = { x: lips.xAt(0), y: lips.upper(lips.xAt(0)) };
  const teeth = emptyTeeth(frame, middle);
  const { mouthWidth } = frame;
  const soft = Math.max(0.012, 0.9 / mouthWidth);
  for (let row = 0; row < teeth.height; row += 1) {
    for (let column = 0; column < teeth.width; column += 1) {
      const x = (teeth.left + (column + 0.5) / teeth.scale - middle.x) / mouthWidth;
      const y = (teeth.top + (row + 0.5) / teeth.scale - middle.y) / mouthWidth;
      const tooth = toothAt(Math.abs(x));
      const follow = lips.upper(middle.x + x * mouthWidth * 0.8) - middle.y;
      const arch = -0.1 * x * x + Math.min(0, (0.35 * follow) / mouthWidth);
      const edge = REACH + arch - tooth.notch;
      const alpha = unit((edge - y) / soft + 0.5) * unit((0.53 - Math.abs(x)) / 0.03);
      const light = tooth.light * (1 - 0.62 * unit(Math.abs(x) / 0.5) ** 2.2);
      const tip = 1 - 0.07 * unit(1 - (edge - y) / 0.035);
      const at = (row * teeth.width + column) * 4;
      for (let c = 0; c < 3; c += 1) {
        teeth.texels[at + c] = (ENAMEL[c] ?? 0) * light * tip * alpha;
      }
      teeth.texels[at + 3] = alpha;
    }
  }
  return teeth;
}

/** Light falls off a tooth to its sides; between two there is a soft shade and a small notch in the edge. */
function toothAt(x: number): { light: number; notch: number } {
  let index = 0;
  while (index < EDGES.length - 2 && x > (EDGES[index + 1] ?? 1)) index += 1;
  const from = EDGES[index] ?? 0;
  const to = EDGES[index + 1] ?? 1;
  const nearest = Math.min(x - from, to - x);
  const across = unit((x - from) / (to - from)) * 2 - 1;
  const gap = Math.exp(-((nearest / 0.009) ** 2));
  const shorter = index === 1 ? 0.008 : 0;
  return {
    light: (1 - 0.07 * across * across) * (1 - 0.2 * gap),
    notch: 0.011 * Math.exp(-((nearest / 0.016) ** 2)) + shorter,
  };
}
