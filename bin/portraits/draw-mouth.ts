import { line, type Point } from './geometry.ts';
import { openingOf, type Studio } from './portrait-parts.ts';
import { fill, stops, stroke } from './sketch.ts';

export interface MouthPlan {
  /** Each from the picture's left corner to the right one, in head pixels before turning. */
  readonly upperOuter: Point[];
  readonly upperInner: Point[];
  readonly lowerInner: Point[];
  readonly lowerOuter: Point[];
  readonly opening: number;
  readonly lineY: number;
}

export function mouthLineY(length: number, noseLength: number): number {
  return noseLength + (length - noseLength) * 0.36;
}

const columns = [-1, -0.72, -0.4, -0.16, 0, 0.16, 0.4, 0.72, 1];

export function planMouth(studio: Studio): MouthPlan {
  const { mouth, face, nose } = studio.person;
  const { upper, lower } = mouth;
  const opening = openingOf(studio);
  const half = (mouth.width / 2) * (1 - 0.07 * studio.mouthOpen);
  const lineY = mouthLineY(face.length, nose.length) + 0.5;
  const top = lineY - opening * 0.16;
  const low = top + opening;
  const corner = lineY - mouth.smile + opening * 0.3;
  const between = (mid: number, t: number, full: number) => corner + (mid - corner) * t + full;
  /** Heights from the corner inwards, the last in the middle; the other half mirrors them. */
  const row = (...heights: number[]): Point[] =>
    columns.map((x, i): Point => [x * half, heights[i < 5 ? i : 8 - i] ?? lineY]);
  return {
    upperOuter: row(
      corner,
      between(top, 0.62, -upper * 0.36),
      between(top, 0.92, -upper * 0.82),
      top - upper * 1.06,
      top - upper * 0.84,
    ),
    upperInner: row(corner, between(top, 0.66, 0.5), between(top, 0.96, 0), top + 0.6, top + 2),
    lowerInner: row(corner, between(low, 0.66, 0.5), between(low, 0.93, 0.5), low + 0.8, low + 2),
    lowerOuter: row(
      corner,
      between(low, 0.72, lower * 0.5),
      between(low, 0.94, lower * 0.9),
      low + lower * 1.02,
      low + lower * 1.04,
    ),
    opening,
    lineY,
  };
}

function drawCavity(studio: Studio, plan: MouthPlan): string {
  const { sketch, brush, person } = studio;
  const half = person.mouth.width / 2;
  const lips = brush.lifted(14);
  const inside = `${lips.curve(plan.upperInner)}L${lips.curve([...plan.lowerInner].reverse()).slice(1)}Z`;
  const top = plan.lineY - plan.opening * 0.16;
  const bottom = top + plan.opening;
  const dark = sketch.linear(
    [0, top],
    [0, bottom],
    [
      [0, '#1d0a0a'],
      [0.6, '#3a1414'],
      [1, '#5a2420'],
    ],
  );
  const bite = Math.min(17, plan.opening * 0.42);
  const teeth = lips.curve(
    line(
      `${-half * 0.66} ${top - 10}, ${-half * 0.6} ${top + bite * 0.7}, ${-half * 0.3} ${top + bite * 0.98}, 0 ${top + bite * 1.04 + 2}, ${half * 0.3} ${top + bite * 0.98}, ${half * 0.6} ${top + bite * 0.7}, ${half * 0.66} ${top - 10}`,
    ),
    true,
  );
  const tongue = lips.spot([0, bottom + plan.opening * 0.06], [half * 0.52, plan.opening * 0.34]);
  return sketch.within(
    inside,
    fill(inside, { color: dark }) +
      sketch.blur(4, fill(tongue, { color: '#a8504c', opacity: 0.9 })) +
      sketch.blur(1, fill(teeth, { color: '#ebe4da' })) +
      sketch.blur(
        4,
        stroke(lips.curve(plan.upperInner), { color: '#1d0a0a', width: 9, opacity: 0.55 }),
      ),
  );
}

function drawLipLight({ sketch, brush, person, tones }: Studio, plan: MouthPlan): string {
  const { mouth } = person;
  const lips = brush.lifted(14);
  const half = mouth.width / 2;
  const low = plan.lineY + plan.opening * 0.84;
  const high = plan.lineY - plan.opening * 0.16;
  return (
    sketch.blur(
      3,
      fill(lips.spot([-half * 0.12, low + mouth.lower * 0.5], [half * 0.36, mouth.lower * 0.2]), {
        color: tones.lipLight,
        opacity: 0.8,
      }),
    ) +
    sketch.blur(
      1.6,
      fill(lips.spot([-half * 0.16, low + mouth.lower * 0.42], [half * 0.16, mouth.lower * 0.1]), {
        color: '#fff',
        opacity: 0.24,
      }),
    ) +
    sketch.blur(
      2,
      stroke(
        lips.curve(
          line(
            `${-half * 0.5} ${high - mouth.upper * 0.86}, ${-half * 0.17} ${high - mouth.upper * 1.22}, 0 ${high - mouth.upper * 0.98}, ${half * 0.17} ${high - mouth.upper * 1.2}`,
          ),
        ),
        { color: tones.glow, width: 2.4, opacity: 0.5 },
      ),
    )
  );
}

function drawLips(studio: Studio, plan: MouthPlan): string {
  const { sketch, brush, tones } = studio;
  const { mouth } = studio.person;
  const lips = brush.lifted(14);
  const upper = `${lips.curve(plan.upperOuter)}L${lips.curve([...plan.upperInner].reverse()).slice(1)}Z`;
  const lower = `${lips.curve(plan.lowerInner)}L${lips.curve([...plan.lowerOuter].reverse()).slice(1)}Z`;
  const y = plan.lineY;
  const low = y + plan.opening * 0.84;
  const half = mouth.width / 2;
  const upperInk = sketch.linear(
    [-half, y - mouth.upper],
    [half * 0.4, y + 6],
    stops(`0 ${tones.lip}, 0.6 ${tones.lipShade}, 1 ${tones.lipShade}`),
  );
  const lowerInk = sketch.linear(
    [0, low],
    [0, low + mouth.lower],
    stops(`0 ${tones.lipShade}, 0.35 ${tones.lip}, 0.75 ${tones.lip}, 1 ${tones.lipShade}`),
  );
  return (
    sketch.blur(1.2, fill(upper, { color: upperInk }) + fill(lower, { color: lowerInk })) +
    sketch.within(
      `${upper}${lower}`,
      sketch.blur(
        5,
        fill(lips.spot([half * 0.9, y + 8], [half * 0.4, 20]), {
          color: tones.dark,
          opacity: 0.28,
        }),
      ),
    ) +
    drawLipLight(studio, plan)
  );
}

/** Shade around the mouth: philtrum, corners, the hollow under the lower lip. */
function drawSurround({ sketch, brush, tones, person }: Studio, plan: MouthPlan): string {
  const { mouth, nose } = person;
  const half = mouth.width / 2;
  const bottom = plan.lineY + plan.opening * 0.84 + mouth.lower;
  const top = plan.lineY - plan.opening * 0.16 - mouth.upper;
  const around = brush.lifted(10);
  const hollow = around.curve(
    line(
      `${-half * 0.6} ${bottom + 2}, 0 ${bottom + 6}, ${half * 0.66} ${bottom + 1}, ${half * 0.36} ${bottom + 15}, ${-half * 0.3} ${bottom + 15}`,
    ),
    true,
  );
  return (
    sketch.blur(
      7,
      fill(hollow, { color: tones.deep, opacity: 0.62 }) +
        fill(around.spot([-half * 1.14, plan.lineY - mouth.smile * 0.6], [9, 12]), {
          color: tones.deep,
          opacity: 0.36,
        }) +
        fill(around.spot([half * 1.14, plan.lineY - mouth.smile * 0.6], [10, 13]), {
          color: tones.deep,
          opacity: 0.46,
        }),
    ) +
    sketch.blur(
      3,
      fill(
        around.curve(
          line(
            `-4 ${nose.length + 8}, 4.5 ${nose.length + 8}, 7 ${top - 3}, 0 ${top + 3}, -6 ${top - 3}`,
          ),
          true,
        ),
        { color: tones.shade, opacity: 0.8 },
      ) +
        stroke(around.curve(line(`-9 ${nose.length + 12}, -12 ${top - 5}`)), {
          color: tones.glow,
          width: 5,
          opacity: 0.42,
        }),
    )
  );
}

function drawLine({ sketch, brush, tones }: Studio, plan: MouthPlan): string {
  const lips = brush.lifted(14);
  const first = plan.upperInner[0] ?? [0, 0];
  const last = plan.upperInner.at(-1) ?? [0, 0];
  const corners =
    fill(lips.spot([first[0] - 1, first[1]], [3.4, 2.2], -18), {
      color: tones.dark,
      opacity: 0.4,
    }) +
    fill(lips.spot([last[0] + 1, last[1]], [3.4, 2.2], 18), { color: tones.dark, opacity: 0.68 });
  return (
    sketch.blur(1.7, corners) +
    (plan.opening < 3
      ? sketch.blur(
          0.9,
          stroke(lips.curve(plan.upperInner), { color: '#3a1512', width: 2.3, opacity: 0.78 }),
        ) +
        sketch.blur(
          3,
          stroke(lips.curve(plan.upperInner.slice(1, -1).map(([x, y]): Point => [x, y + 2.5])), {
            color: '#3a1512',
            width: 4,
            opacity: 0.3,
          }),
        )
      : '')
  );
}

export function drawMouth(studio: Studio): string {
  const plan = planMouth(studio);
  return (
    drawSurround(studio, plan) +
    (plan.opening > 0 ? drawCavity(studio, plan) : '') +
    drawLips(studio, plan) +
    drawLine(studio, plan)
  );
}
