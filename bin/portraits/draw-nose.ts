import { line, type Point } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { fill, stroke } from './sketch.ts';

function wing({ person, tones, sketch, brush }: Studio, side: 1 | -1): string {
  const { width, length } = person.nose;
  const half = width / 2;
  const out = brush.lifted(18);
  const place = (points: readonly Point[]) => points.map(([u, v]): Point => [side * u, v]);
  const nostril = out.curve(
    place(
      line(
        `${half * 0.24} ${length - 1}, ${half * 0.42} ${length - 7}, ${half * 0.66} ${length - 5}, ${half * 0.68} ${length + 1}, ${half * 0.45} ${length + 2}`,
      ),
    ),
    true,
  );
  const edge = out.curve(
    place(
      line(
        `${half * 0.8} ${length - 30}, ${half * 0.99} ${length - 20}, ${half * 1.01} ${length - 7}, ${half * 0.88} ${length + 1}, ${half * 0.7} ${length}`,
      ),
    ),
  );
  const shade = side > 0 ? 1 : 0.7;
  return (
    sketch.blur(
      5,
      fill(
        out.curve(
          place(
            line(
              `${half * 0.62} ${length - 34}, ${half * 0.98} ${length - 24}, ${half * 1.04} ${length - 4}, ${half * 0.7} ${length + 4}, ${half * 0.62} ${length - 12}`,
            ),
          ),
          true,
        ),
        { color: tones.deep, opacity: 0.42 * shade },
      ),
    ) +
    sketch.blur(1.5, stroke(edge, { color: tones.deep, width: 3, opacity: 0.5 * shade + 0.04 })) +
    sketch.blur(1.3, fill(nostril, { color: tones.dark, opacity: 0.92 })) +
    sketch.blur(
      3,
      fill(out.spot([side * half * 0.8, length - 19], [4.5, 7]), {
        color: tones.glow,
        opacity: side > 0 ? 0.18 : 0.45,
      }),
    )
  );
}

function planes({ person, tones, sketch, brush }: Studio): string {
  const { width, length, bridge: b } = person.nose;
  const half = width / 2;
  const side = brush.lifted(14);
  const shaded = side.curve(
    line(
      `${b * 0.75} -34, ${b * 0.9} 6, ${b * 0.85} 44, ${half * 0.55} ${length - 26}, ${half * 0.7} ${length - 6}, ${half * 1.2} ${length - 14}, ${half * 1.05} ${length - 44}, ${b * 1.9} 26, 36 -14, 34 -40`,
    ),
    true,
  );
  const lit = side.curve(
    line(
      `${-b * 0.8} -34, ${-b * 0.9} 6, ${-b * 0.85} 44, ${-half * 0.55} ${length - 26}, ${-half} ${length - 28}, ${-b * 1.7} 26, -36 -12`,
    ),
    true,
  );
  const under = brush
    .lifted(26)
    .curve(
      line(
        `${-half * 0.62} ${length - 2}, ${-half * 0.2} ${length - 8}, 0 ${length - 5}, ${half * 0.3} ${length - 8}, ${half * 0.85} ${length - 4}, ${half * 0.62} ${length + 15}, ${half * 0.1} ${length + 13}, ${-half * 0.4} ${length + 8}`,
      ),
      true,
    );
  return (
    sketch.blur(
      8,
      fill(shaded, { color: tones.deep, opacity: 0.44 }) +
        fill(lit, { color: tones.shade, opacity: 0.62 }),
    ) + sketch.blur(6, fill(under, { color: tones.deep, opacity: 0.55 }))
  );
}

function tipAndBridge({ person, tones, sketch, brush }: Studio): string {
  const { width, length, bridge } = person.nose;
  const half = width / 2;
  const tip = brush.lifted(34);
  const base = tip.curve(
    line(
      `${-half * 0.24} ${length - 4}, ${-half * 0.1} ${length + 1.5}, ${half * 0.12} ${length + 1.5}, ${half * 0.26} ${length - 4}`,
    ),
  );
  const ridge = brush.lifted(26).curve(line(`-3 -30, -4 10, -4 52, -3 ${length - 30}`));
  return (
    sketch.blur(2.6, stroke(base, { color: tones.deep, width: 3.6, opacity: 0.62 })) +
    sketch.blur(5, stroke(ridge, { color: tones.glow, width: bridge * 0.55, opacity: 0.5 })) +
    sketch.blur(
      4,
      fill(tip.spot([-5, length - 20], [half * 0.27, 8.5]), { color: tones.glow, opacity: 0.8 }),
    )
  );
}

export function drawNose(studio: Studio): string {
  const { person, tones, sketch, brush } = studio;
  const { width, length } = person.nose;
  const warmth = brush.lifted(34).spot([3, length - 14], [width * 0.26, 16]);
  return (
    planes(studio) +
    sketch.blur(9, fill(warmth, { color: tones.blush, opacity: 0.22 })) +
    wing(studio, -1) +
    wing(studio, 1) +
    tipAndBridge(studio)
  );
}
