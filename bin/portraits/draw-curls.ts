import { type Color, hex, shift } from './color.ts';
import { curveThrough, joinNumbers, line, type Point } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { between, type Random } from './random.ts';
import { fill, type Sketch, stroke } from './sketch.ts';

function isInside([x, y]: Point, outline: readonly Point[]): boolean {
  let within = false;
  outline.forEach(([x1, y1], i) => {
    const [x2, y2] = outline[(i + 1) % outline.length] ?? [x1, y1];
    const crosses = y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
    if (crosses) within = !within;
  });
  return within;
}

function scatter(outline: readonly Point[], count: number, random: Random): Point[] {
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const spots: Point[] = [];
  for (let tries = 0; spots.length < count && tries < count * 20; tries++) {
    const spot: Point = [
      between(random, Math.min(...xs), Math.max(...xs)),
      between(random, Math.min(...ys), Math.max(...ys)),
    ];
    if (isInside(spot, outline)) spots.push(spot);
  }
  return spots;
}

function ring([x, y]: Point, size: number, turn: number): string {
  const points = Array.from({ length: 4 }, (_, i): Point => {
    const angle = turn + i * 1.25;
    return [x + Math.cos(angle) * size, y + Math.sin(angle) * size * 0.85];
  });
  return curveThrough(points, { digits: 0 });
}

interface CurlField {
  readonly color: Color;
  readonly outline: readonly Point[];
  readonly count: number;
  readonly size: number;
}

/** Tight curls: a soft mass, then dark and lit rings scattered over it. */
function drawField(sketch: Sketch, { color, outline, count, size }: CurlField): string {
  const { random } = sketch;
  let dark = '';
  let middle = '';
  let lit = '';
  scatter(outline, count, random).forEach((spot, i) => {
    const d = ring(spot, size * between(random, 0.5, 1.1), random() * 6.3);
    const facesLight = spot[0] < 60 && spot[1] < -90 && random() < 0.55;
    if (facesLight) lit += d;
    else if (i % 2 === 0) dark += d;
    else middle += d;
  });
  const shape = curveThrough(outline, { closed: true, digits: 0 });
  return (
    sketch.blur(2, fill(shape, { color: hex(color) })) +
    sketch.blur(
      0.6,
      stroke(dark, { color: hex(shift(color, { l: -0.07 })), width: size * 0.34, opacity: 0.8 }) +
        stroke(middle, {
          color: hex(shift(color, { l: 0.055 })),
          width: size * 0.26,
          opacity: 0.75,
        }) +
        stroke(lit, { color: hex(shift(color, { l: 0.13 })), width: size * 0.22, opacity: 0.7 }),
    )
  );
}

export function drawCurlsBehind({ person, sketch }: Studio): string {
  const outline = line('-236 -60, -250 40, -226 130, -150 186, 150 186, 226 130, 250 40, 236 -60');
  const color = shift(person.hair.color, { l: -0.05 });
  return drawField(sketch, { color, outline, count: 90, size: 15 });
}

export function drawCurls({ person, sketch }: Studio): string {
  const outline = line(
    '-170 70, -160 -40, -134 -126, -92 -170, -30 -186, 40 -188, 100 -166, 142 -120, 162 -40, 170 70, 214 120, 240 84, 256 44, 252 0, 266 -50, 252 -100, 252 -148, 222 -184, 206 -230, 164 -252, 134 -292, 86 -298, 44 -326, -4 -312, -56 -326, -96 -300, -144 -290, -170 -252, -212 -226, -226 -180, -254 -144, -252 -96, -266 -46, -252 2, -256 48, -238 88, -212 120',
  );
  return drawField(sketch, { color: person.hair.color, outline, count: 330, size: 15 });
}

/** Hair cut close to the head, fading out towards the ears. */
export function drawShaven({ person, sketch }: Studio): string {
  const { color } = person.hair;
  const { random } = sketch;
  const cap = line(
    '-166 -60, -160 -112, -146 -150, -110 -178, -50 -190, 0 -192, 50 -190, 110 -178, 146 -150, 160 -112, 166 -60, 185 -60, 191 -130, 162 -218, 92 -272, 0 -288, -92 -272, -162 -218, -191 -130, -185 -60',
  );
  const fade = ([-1, 1] as const)
    .map((side) =>
      fill(
        curveThrough(
          line(`${side * 164} -80, ${side * 188} -80, ${side * 184} 24, ${side * 173} 22`),
          { closed: true },
        ),
        {
          color: hex(color),
          opacity: 0.5,
        },
      ),
    )
    .join('');
  const grain = (count: number) =>
    scatter(cap, count, random)
      .map(([x, y]) => {
        const step = joinNumbers([between(random, -4, 4), between(random, -5, 3)], 0);
        return `M${joinNumbers([x, y], 0)}l${step}`;
      })
      .join('');
  const sheen = curveThrough(line('-130 -220, -50 -262, 40 -258, -10 -226, -80 -206'), {
    closed: true,
  });
  return (
    sketch.blur(7, fade) +
    sketch.blur(2, fill(curveThrough(cap, { closed: true, digits: 0 }), { color: hex(color) })) +
    sketch.blur(18, fill(sheen, { color: hex(shift(color, { l: 0.2 })), opacity: 0.5 })) +
    stroke(grain(190), { color: hex(shift(color, { l: -0.07 })), width: 2.6, opacity: 0.5 }) +
    stroke(grain(160), { color: hex(shift(color, { l: 0.12 })), width: 1.8, opacity: 0.4 })
  );
}
