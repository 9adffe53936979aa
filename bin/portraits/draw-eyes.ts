import { hex, shift } from './color.ts';
import { curveThrough, line, type Point } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { between } from './random.ts';
import { fill, stops, stroke } from './sketch.ts';

export const eyeSpacing = 81;

type Side = 1 | -1;

interface EyePlan {
  readonly side: Side;
  readonly width: number;
  readonly upper: Point[];
  readonly lower: Point[];
  readonly centre: Point;
  readonly iris: number;
  readonly outline: string;
}

/** Points run from the inner to the outer corner; u grows outwards, v down. */
function lidPoints(studio: Studio, side: Side): { upper: Point[]; lower: Point[] } {
  const { width: w, opening: h, tilt } = studio.person.eyes;
  const place = (u: number, v: number): Point =>
    studio.brush.place([side * (eyeSpacing + u * w), v - tilt * (u + 0.15)]);
  return {
    upper: [
      place(-0.5, 6),
      place(-0.4, -h * 0.12),
      place(-0.22, -h * 0.44),
      place(0.02, -h * 0.565),
      place(0.26, -h * 0.42),
      place(0.43, -h * 0.1),
      place(0.5, 2),
    ],
    lower: [
      place(-0.5, 6),
      place(-0.38, h * 0.26),
      place(-0.14, h * 0.4),
      place(0.08, h * 0.43),
      place(0.3, h * 0.34),
      place(0.5, 2),
    ],
  };
}

function planEye(studio: Studio, side: Side): EyePlan {
  const { upper, lower } = lidPoints(studio, side);
  const { width } = studio.person.eyes;
  const [x, y] = studio.brush.place([side * (eyeSpacing - 0.5), -1.5]);
  return {
    side,
    width,
    upper,
    lower,
    centre: [x, y],
    iris: width * 0.208,
    outline: `${curveThrough(upper)}L${curveThrough([...lower].reverse()).slice(1)}Z`,
  };
}

function raise(points: readonly Point[], amount: (i: number) => number): Point[] {
  return points.map(([x, y], i): Point => [x, y - amount(i / (points.length - 1))]);
}

function drawIris({ person, sketch }: Studio, plan: EyePlan): string {
  const { centre, iris: r } = plan;
  const [x, y] = centre;
  const tone = person.eyes.color;
  const disc = (radius: number, dx = 0, dy = 0) =>
    `M${x + dx - radius} ${y + dy}a${radius} ${radius} 0 1 0 ${radius * 2} 0a${radius} ${radius} 0 1 0 ${-radius * 2} 0Z`.replace(
      /\.(\d{2})\d+/g,
      '.$1',
    );
  const body = sketch.radial(
    [x, y + r * 0.15],
    r,
    stops(
      `0 ${hex(shift(tone, { l: 0.03 }))}, 0.55 ${hex(tone)}, 0.84 ${hex(shift(tone, { l: -0.08 }))}, 1 ${hex(shift(tone, { l: -0.2 }))}`,
    ),
  );
  let fibres = '';
  for (let i = 0; i < 26; i++) {
    const angle = ((i + sketch.random() * 0.7) / 26) * Math.PI * 2;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    const end = between(sketch.random, 0.7, 0.9) * r;
    fibres += `M${(x + c * r * 0.45).toFixed(1)} ${(y + s * r * 0.45).toFixed(1)}L${(x + c * end).toFixed(1)} ${(y + s * end).toFixed(1)}`;
  }
  const glow = sketch.radial([x + r * 0.25, y + r * 0.55], r * 0.75, [
    [0, hex(shift(tone, { l: 0.2, c: 1.2 })), 0.75],
    [1, hex(shift(tone, { l: 0.2 })), 0],
  ]);
  return (
    sketch.blur(0.7, fill(disc(r), { color: body })) +
    stroke(fibres, { color: hex(shift(tone, { l: 0.13 })), width: 0.7, opacity: 0.4 }) +
    fill(disc(r * 0.95), { color: glow }) +
    sketch.blur(0.6, fill(disc(r * 0.43), { color: '#0c0908' }))
  );
}

function drawCatchlight({ sketch }: Studio, { centre: [x, y], iris: r }: EyePlan): string {
  return (
    sketch.blur(
      0.6,
      fill(
        curveThrough(
          line(
            `${x - r * 0.52} ${y - r * 0.5}, ${x - r * 0.2} ${y - r * 0.58}, ${x - r * 0.1} ${y - r * 0.2}, ${x - r * 0.42} ${y - r * 0.12}`,
          ),
          { closed: true },
        ),
        { color: '#fff', opacity: 0.95 },
      ),
    ) +
    sketch.blur(
      1.4,
      fill(
        curveThrough(
          line(
            `${x + r * 0.2} ${y + r * 0.5}, ${x + r * 0.55} ${y + r * 0.28}, ${x + r * 0.45} ${y + r * 0.62}`,
          ),
          { closed: true },
        ),
        { color: '#fff', opacity: 0.32 },
      ),
    )
  );
}

function drawBall(studio: Studio, plan: EyePlan): string {
  const { sketch, tones } = studio;
  const [x, y] = plan.centre;
  const half = plan.width / 2;
  const white = sketch.radial([x, y + 2], half, [
    [0, '#f4efeb'],
    [0.6, '#ebe3de'],
    [1, '#c9b3aa'],
  ]);
  const [inner] = plan.upper;
  const corner = inner ?? plan.centre;
  const lidShadow = `${curveThrough(plan.upper)}L${curveThrough(raise(plan.upper, (t) => -7.5 * Math.sin(Math.PI * t) - 1).reverse()).slice(1)}Z`;
  return sketch.within(
    plan.outline,
    fill(plan.outline, { color: white }) +
      sketch.blur(
        1.4,
        fill(`M${corner[0] - 7} ${corner[1] - 5}h14v10h-14Z`, {
          color: tones.blush,
          opacity: 0.75,
        }),
      ) +
      drawIris(studio, plan) +
      sketch.blur(2.2, fill(lidShadow, { color: '#1a100d', opacity: 0.5 })) +
      drawCatchlight(studio, plan) +
      sketch.blur(
        0.7,
        stroke(curveThrough(plan.lower), { color: tones.lipLight, width: 3.4, opacity: 0.55 }),
      ),
  );
}

function drawLashes(studio: Studio, plan: EyePlan): string {
  const { sketch, person, tones } = studio;
  const amount = person.eyes.lashes;
  const thick = (t: number) =>
    1.4 + (2.2 + 2.6 * amount) * Math.sin(Math.PI * Math.min(1, t * 0.86 + 0.02));
  const last = plan.upper.at(-1) ?? plan.centre;
  const wing: Point = [last[0] + plan.side * (1.5 + 3.5 * amount), last[1] - 1 - 2.4 * amount];
  const under = [...plan.upper, wing];
  const over = [...raise(plan.upper, thick), wing];
  const line = `${curveThrough(over)}L${curveThrough(under.reverse()).slice(1)}Z`;
  let hairs = '';
  const count = Math.round(34 * amount);
  for (let i = 0; i < count; i++) {
    const t = 0.3 + (0.7 * i) / Math.max(1, count - 1);
    const k = t * (plan.upper.length - 1);
    const from = plan.upper[Math.floor(k)] ?? last;
    const to = plan.upper[Math.ceil(k)] ?? last;
    const part = k - Math.floor(k);
    const base: Point = [
      from[0] + (to[0] - from[0]) * part,
      from[1] + (to[1] - from[1]) * part - 2,
    ];
    const reach = (1.5 + 5.5 * t) * (0.8 + 0.3 * sketch.random());
    const lean = plan.side * (t - 0.1) * reach * 1.15;
    hairs += `M${base[0].toFixed(1)} ${base[1].toFixed(1)}q${(lean * 0.7).toFixed(1)} ${(-reach * 0.35).toFixed(1)} ${lean.toFixed(1)} ${(-reach).toFixed(1)}`;
  }
  const ink = '#1c110e';
  return (
    sketch.blur(
      0.6,
      fill(line, { color: ink, opacity: 0.92 }) +
        stroke(hairs, { color: ink, width: 0.9, opacity: 0.7 }),
    ) +
    sketch.blur(
      0.9,
      stroke(curveThrough(raise(plan.lower.slice(2), () => -0.8)), {
        color: tones.dark,
        width: 1.3 + amount * 0.5,
        opacity: 0.42 + amount * 0.2,
      }),
    )
  );
}

function drawLid(studio: Studio, plan: EyePlan): string {
  const { sketch, person, tones } = studio;
  const { fold } = person.eyes;
  const rise = (t: number) => 3 + (fold - 1) * Math.sin(Math.PI * (0.12 + 0.8 * t));
  const crease = raise(plan.upper, rise);
  const lid = `${curveThrough(crease)}L${curveThrough([...plan.upper].reverse()).slice(1)}Z`;
  return (
    sketch.blur(1.6, fill(lid, { color: tones.shade, opacity: 0.75 })) +
    sketch.blur(
      2.4,
      fill(curveThrough(raise(plan.upper.slice(2, 5), () => fold * 0.5)), {
        color: tones.light,
        opacity: 0.5,
      }),
    ) +
    sketch.blur(
      1.1,
      stroke(curveThrough(crease.slice(1)), { color: tones.dark, width: 2, opacity: 0.62 }),
    ) +
    sketch.blur(
      4,
      stroke(curveThrough(raise(crease, () => 4).slice(1)), {
        color: tones.deep,
        width: 7,
        opacity: 0.34,
      }),
    )
  );
}

/** Corners of one eye in head pixels, after turning. */
export function eyeCorners(studio: Studio, side: Side): { inner: Point; outer: Point } {
  const { upper, centre } = planEye(studio, side);
  return { inner: upper[0] ?? centre, outer: upper.at(-1) ?? centre };
}

export function irisCentre(studio: Studio, side: Side): Point {
  return planEye(studio, side).centre;
}

/** The hollow around the eye, laid under lid and ball. */
export function drawSockets({ sketch, tones, brush, person }: Studio): string {
  const spots = ([1, -1] as const)
    .map((side) => {
      const dark = side > 0 ? 1 : 0.8;
      return (
        fill(brush.spot([side * 48, -16], [22, 24], side * 20), {
          color: tones.deep,
          opacity: 0.5 * dark,
        }) +
        fill(brush.spot([side * 84, -14], [50, 20], side * -4), {
          color: tones.deep,
          opacity: 0.42 * dark,
        }) +
        fill(brush.spot([side * 70, 24], [40, 9], side * 10), {
          color: tones.deep,
          opacity: (0.2 + 0.25 * person.age) * dark,
        })
      );
    })
    .join('');
  const brightBones = ([1, -1] as const)
    .map((side) =>
      fill(brush.spot([side * 112, -34], [24, 8], side * 14), {
        color: tones.glow,
        opacity: side > 0 ? 0.25 : 0.5,
      }),
    )
    .join('');
  return sketch.blur(10, spots) + sketch.blur(6, brightBones);
}

export function drawEyes(studio: Studio): string {
  return ([-1, 1] as const)
    .map((side) => {
      const plan = planEye(studio, side);
      return drawLid(studio, plan) + drawBall(studio, plan) + drawLashes(studio, plan);
    })
    .join('');
}
