import { hex, shift } from './color.ts';
import { eyeSpacing } from './draw-eyes.ts';
import { line, type Point } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { fill, stroke } from './sketch.ts';

const lens: readonly Point[] = line(
  '-56 -24, -34 -36, 14 -38, 50 -31, 58 -10, 50 24, 26 42, -14 43, -44 30, -57 4',
);

export function drawGlasses({ person, sketch, brush, tones }: Studio): string {
  if (person.glasses === undefined) return '';
  const rim = hex(person.glasses);
  const shine = hex(shift(person.glasses, { l: 0.3 }));
  const front = brush.lifted(22);
  const outline = (side: 1 | -1, dy = 0) =>
    front.curve(
      lens.map(([u, v]): Point => [side * (eyeSpacing + 2 + u), v + 3 + dy]),
      true,
    );
  const bridge = front.curve(line('-27 -4, -12 -13, 12 -13, 27 -4'));
  const temple = (side: 1 | -1) => {
    const [hinge] = [front.place([side * 139, -16])];
    return `M${hinge[0].toFixed(1)} ${hinge[1]}L${(side * person.face.cheek * 1.01).toFixed(1)} -10`;
  };
  const sides = [-1, 1] as const;
  return (
    sketch.blur(
      5,
      sides
        .map((side) => stroke(outline(side, 9), { color: tones.deep, width: 8, opacity: 0.5 }))
        .join(''),
    ) +
    sides
      .map((side) =>
        sketch.within(
          outline(side),
          fill(outline(side), { color: '#dfeaf5', opacity: 0.08 }) +
            sketch.blur(
              6,
              stroke(
                front.curve(line(`${side * eyeSpacing - 58} 34, ${side * eyeSpacing - 10} -46`)),
                { color: '#fff', width: 16, opacity: 0.22 },
              ),
            ),
        ),
      )
      .join('') +
    sides
      .map(
        (side) =>
          stroke(temple(side), { color: rim, width: 7 }) +
          stroke(outline(side), { color: rim, width: 6.5 }),
      )
      .join('') +
    stroke(bridge, { color: rim, width: 6.5 }) +
    sketch.blur(
      0.7,
      sides
        .map((side) => stroke(outline(side, -1), { color: shine, width: 1.6, opacity: 0.6 }))
        .join(''),
    )
  );
}
