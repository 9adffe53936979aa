import { hex, shift } from './color.ts';
import { faceOutline, jawDropOf } from './draw-head.ts';
import { planMouth } from './draw-mouth.ts';
import { curveThrough, joinNumbers, line, mirror, type Point } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { between } from './random.ts';
import { fill, stroke } from './sketch.ts';

function beardOutline(studio: Studio): string {
  const { face, nose, mouth, beard } = studio.person;
  const plan = planMouth(studio);
  const drop = jawDropOf(studio);
  const grow = 3 + 7 * (beard?.fullness ?? 0);
  const half = mouth.width / 2;
  const outer: Point[] = line(
    `0 ${face.length + drop + grow + 4}, ${face.chin + 4} ${face.length * 0.97 + drop + grow}, ${(face.jaw + face.chin) * 0.53} ${face.length * 0.85 + drop * 0.9 + grow}, ${face.jaw + grow * 0.6} ${face.length * 0.62 + drop * 0.5}, ${face.cheek * 0.96 + 3} 90, ${face.cheek * 0.99 + 2} 10, ${face.cheek * 0.93} 8, ${face.cheek * 0.86} 84, ${face.cheek * 0.68} 132, ${half * 1.32} ${plan.lineY - 22}, ${half * 0.86} ${nose.length + 22}, ${half * 0.36} ${nose.length + 14}, 0 ${nose.length + 20}`,
  );
  return curveThrough([...outer, ...mirror(outer).reverse().slice(1, -1)], { closed: true });
}

function lipHole(studio: Studio): string {
  const plan = planMouth(studio);
  const lips = studio.brush.lifted(14);
  const grown = (points: readonly Point[], dy: number): Point[] =>
    points.map(([x, y]): Point => [x * 1.01, y + dy]);
  return `${lips.curve(grown(plan.upperOuter, 1))}L${lips.curve(grown(plan.lowerOuter, 0).reverse()).slice(1)}Z`;
}

function insideBeard([x, y]: Point, studio: Studio): boolean {
  const { face, mouth, nose } = studio.person;
  const reach = Math.abs(x);
  const upper =
    reach < mouth.width * 0.66 ? nose.length + 20 : 130 - (reach - mouth.width * 0.66) * 0.75;
  const below = Math.max(0, y - face.length * 0.5) / (face.length * 0.53);
  return y > upper && reach < face.cheek * 0.95 * Math.sqrt(Math.max(0, 1 - below ** 2));
}

/** Hairs in three tones, short and leaning down and outwards. */
function drawHairs(studio: Studio): string {
  const { sketch, person } = studio;
  if (person.beard === undefined) return '';
  const { color, fullness } = person.beard;
  const layers = ['', ''];
  const wanted = Math.round(330 + 90 * fullness);
  const bottom = person.face.length + jawDropOf(studio) + 4;
  for (let i = 0, tries = 0; i < wanted && tries < wanted * 12; tries++) {
    const spot: Point = [between(sketch.random, -178, 178), between(sketch.random, 30, bottom)];
    if (!insideBeard(spot, studio)) continue;
    const length = between(sketch.random, 2.5, 4 + 11 * fullness);
    const lean = (spot[0] / 60) * (length / 8) + between(sketch.random, -1, 1);
    layers[i % 2] += `M${joinNumbers(spot, 0)}l${joinNumbers([lean, length], 1)}`;
    i++;
  }
  return (
    stroke(layers[0] ?? '', { color: hex(shift(color, { l: -0.05 })), width: 1.7, opacity: 0.6 }) +
    stroke(layers[1] ?? '', { color: hex(shift(color, { l: 0.17 })), width: 1.2, opacity: 0.45 })
  );
}

/** Lies over the skin and under the lips. */
export function drawBeard(studio: Studio): string {
  const { person, sketch } = studio;
  if (person.beard === undefined) return '';
  const { color, fullness } = person.beard;
  const outline = beardOutline(studio);
  const face = curveThrough(faceOutline(person.face, jawDropOf(studio)), { closed: true });
  const area = `M-400-400h800v900h-800Z${lipHole(studio)}`;
  const mass = sketch.blur(7, fill(outline, { color: hex(color), opacity: 0.32 + 0.5 * fullness }));
  return sketch.clipEvenOdd(
    area,
    sketch.within(face, mass + sketch.within(outline, drawHairs(studio))),
  );
}
