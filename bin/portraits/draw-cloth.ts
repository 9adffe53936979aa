import { type Color, hex, shift } from './color.ts';
import { curveThrough, line, mirror, type Point } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { stops, stroke } from './sketch.ts';

export type Side = 1 | -1;

/** Cloth ends below the picture, so that a turned body shows no edge. */
export const clothBottom = 760;

export function sided(points: readonly Point[], side: Side): Point[] {
  return side > 0 ? [...points] : mirror(points);
}

export function clothInk({ sketch, person }: Studio, cloth: Color): string {
  const half = person.dress.shoulders;
  return sketch.linear(
    [-half, 340],
    [half, 480],
    stops(
      `0 ${hex(shift(cloth, { l: -0.03 }))}, 0.28 ${hex(shift(cloth, { l: 0.045 }))}, 0.6 ${hex(cloth)}, 1 ${hex(shift(cloth, { l: -0.11 }))}`,
    ),
  );
}

/** Soft folds from the shoulders and the shade under the arms. */
export function drawFolds({ sketch, person }: Studio, cloth: Color): string {
  const { shoulders: s, neck: n } = person.dress;
  const dark = hex(shift(cloth, { l: -0.16, c: 1.1 }));
  const light = hex(shift(cloth, { l: 0.07 }));
  const folds: Point[][] = [
    line(`${s * 0.9} 446, ${s * 0.76} 520, ${s * 0.72} 640`),
    line(`${-s * 0.9} 446, ${-s * 0.76} 520, ${-s * 0.72} 640`),
    line(`${n * 1.6} 400, ${n * 2.2} 480, ${n * 2.1} 620`),
    line(`${-n * 1.5} 410, ${-n * 1.9} 500, ${-n * 1.7} 620`),
  ];
  const lights: Point[][] = [
    line(`${-s * 0.62} 402, ${-s * 0.82} 446, ${-s * 0.9} 560`),
    line(`${-n * 2.2} 420, ${-n * 2.6} 520, ${-n * 2.5} 620`),
    line(`${s * 0.45} 400, ${s * 0.5} 470, ${s * 0.48} 600`),
  ];
  return (
    sketch.blur(
      16,
      folds
        .map((fold) => stroke(curveThrough(fold), { color: dark, width: 20, opacity: 0.3 }))
        .join(''),
    ) +
    sketch.blur(
      18,
      lights
        .map((fold) => stroke(curveThrough(fold), { color: light, width: 24, opacity: 0.5 }))
        .join(''),
    )
  );
}
