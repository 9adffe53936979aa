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
    sketch.blur(1.5, stroke(edge, { color: tones.deep, width: 3, opacity: 0.6 * shade + 0.12 })) +
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

export function drawNose(studio: Studio): string {
  const { person, tones, sketch, brush } = studio;
  const { width, length, bridge } = person.nose;
  const half = width / 2;
  const high = brush.lifted(26);
  const tip = brush.lifted(34);
  const shadedSide = brush
    .lifted(14)
    .curve(
      line(
        `${bridge * 0.75} -34, ${bridge * 0.9} 6, ${bridge * 0.85} 44, ${half * 0.55} ${length - 26}, ${half * 0.7} ${length - 6}, ${half * 1.2} ${length - 14}, ${half * 1.05} ${length - 44}, ${bridge * 1.9} 26, 36 -14, 34 -40`,
      ),
      true,
    );
  const litSide = brush
    .lifted(14)
    .curve(
      line(
        `${-bridge * 0.8} -34, ${-bridge * 0.9} 6, ${-bridge * 0.85} 44, ${-half * 0.55} ${length - 26}, ${-half * 1.0} ${length - 28}, ${-bridge * 1.7} 26, -36 -12`,
      ),
      true,
    );
  const under = high.curve(
    line(
      `${-half * 0.62} ${length - 2}, ${-half * 0.2} ${length - 8}, 0 ${length - 5}, ${half * 0.3} ${length - 8}, ${half * 0.85} ${length - 4}, ${half * 0.62} ${length + 15}, ${half * 0.1} ${length + 13}, ${-half * 0.4} ${length + 8}`,
    ),
    true,
  );
  return (
    sketch.blur(
      8,
      fill(shadedSide, { color: tones.deep, opacity: 0.52 }) +
        fill(litSide, { color: tones.shade, opacity: 0.62 }),
    ) +
    sketch.blur(6, fill(under, { color: tones.deep, opacity: 0.55 })) +
    sketch.blur(
      9,
      fill(tip.spot([3, length - 14], [half * 0.52, 16]), { color: tones.blush, opacity: 0.22 }),
    ) +
    wing(studio, -1) +
    wing(studio, 1) +
    sketch.blur(
      2.6,
      stroke(
        tip.curve(
          line(
            `${-half * 0.24} ${length - 4}, ${-half * 0.1} ${length + 1.5}, ${half * 0.12} ${length + 1.5}, ${half * 0.26} ${length - 4}`,
          ),
        ),
        { color: tones.deep, width: 3.6, opacity: 0.62 },
      ),
    ) +
    sketch.blur(
      5,
      stroke(high.curve(line(`-3 -30, -4 10, -4 52, -3 ${length - 30}`)), {
        color: tones.glow,
        width: bridge * 0.62,
        opacity: 0.62,
      }),
    ) +
    sketch.blur(
      4,
      fill(tip.spot([-5, length - 20], [half * 0.27, 8.5]), { color: tones.glow, opacity: 0.8 }),
    )
  );
}
