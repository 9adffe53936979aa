import { hex, shift } from './color.ts';
import { joinNumbers, line, mixPoints, type Point, pointOnCurve, ribbon } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { between } from './random.ts';
import { fill, stroke } from './sketch.ts';

function drawBrow({ person, sketch, brush }: Studio, side: 1 | -1): string {
  const { color, thickness: k, arch, density } = person.brows;
  const lift = side > 0 ? 2 : 0;
  const place = (points: readonly Point[]) =>
    points.map(([u, v]) => brush.place([side * u, v - lift]));
  const top = place(
    line(
      `36 ${-49 - k * 0.42}, 62 ${-52 - k * 0.5 - arch * 0.4}, 98 ${-54 - k * 0.42 - arch}, 128 ${-42 - arch * 0.5}`,
    ),
  );
  const bottom = place(
    line(
      `37 ${-48 + k * 0.42}, 62 ${-52 + k * 0.5 - arch * 0.4}, 96 ${-54 + k * 0.3 - arch}, 128 ${-42 - arch * 0.5}`,
    ),
  );
  const count = Math.round(70 * density);
  let hairs = '';
  for (let i = 0; i < count; i++) {
    const along = (i + sketch.random()) / count;
    const [x, y] = mixPoints(
      pointOnCurve(bottom, along),
      pointOnCurve(top, along),
      between(sketch.random, -0.04, 0.75),
    );
    const angle = 1.25 - along * 1.35;
    const length = between(sketch.random, 8, 12) * (1 - along * 0.25) * (0.7 + k / 45);
    const [dx, dy] = [side * Math.cos(angle) * length * 1.1, -Math.sin(angle) * length * 0.85];
    hairs += `M${joinNumbers([x, y], 1)}q${joinNumbers([dx * 0.42, dy * 0.75, dx, dy], 1)}`;
  }
  return (
    sketch.blur(2.4, fill(ribbon(top, bottom), { color: hex(color), opacity: 0.62 * density })) +
    sketch.blur(
      0.6,
      stroke(hairs, { color: hex(shift(color, { l: -0.04 })), width: 1.1, opacity: 0.6 }),
    )
  );
}

export function drawBrows(studio: Studio): string {
  return drawBrow(studio, -1) + drawBrow(studio, 1);
}
