import { hex, shift } from './color.ts';
import { curveThrough, line, mirror, type Point } from './geometry.ts';
import { drawHairShade } from './hair-shade.ts';
import type { FaceShape } from './person.ts';
import { openingOf, type Studio } from './portrait-parts.ts';
import { fill, stops, stroke } from './sketch.ts';

/** Right half of the face's outline from crown to chin. */
export function faceSide(face: FaceShape, jawDrop: number): Point[] {
  const { cheek, jaw, chin, length } = face;
  return line(
    `78 -254, ${cheek * 0.78} -208, ${cheek * 0.965} -122, ${cheek} -40, ${cheek * 0.992} 30, ${cheek * 0.95} ${92 + jawDrop * 0.1}, ${jaw} ${length * 0.63 + jawDrop * 0.55}, ${(jaw + chin) * 0.525} ${length * 0.845 + jawDrop * 0.9}, ${chin} ${length * 0.963 + jawDrop}`,
  );
}

export function faceOutline(face: FaceShape, jawDrop: number): Point[] {
  const right = faceSide(face, jawDrop);
  const left = mirror(right).reverse();
  return [[0, -266], ...right, [0, face.length + jawDrop], ...left];
}

export function jawDropOf(studio: Studio): number {
  return openingOf(studio) * 0.62;
}

function drawEar(studio: Studio, side: 1 | -1): string {
  const { person, tones, sketch } = studio;
  const x = person.face.cheek * 0.965;
  const at = (points: readonly Point[]) => points.map(([u, v]): Point => [side * (x + u), v]);
  const outline = curveThrough(
    at(line('-14 -34, 6 -48, 22 -38, 27 -8, 20 30, 13 58, 2 78, -12 70, -16 20')),
    { closed: true },
  );
  const lit = side < 0;
  const skin = sketch.linear(
    [side * (x - 12), 0],
    [side * (x + 28), 0],
    stops(
      `0 ${tones.deep}, 0.45 ${lit ? tones.shade : tones.deep}, 1 ${lit ? tones.base : tones.shade}`,
    ),
  );
  const helix = curveThrough(at(line('-4 -30, 9 -36, 18 -22, 20 2, 14 30')));
  const concha = curveThrough(at(line('4 -10, 11 2, 8 24, 0 36, -6 20, -4 0')), { closed: true });
  return (
    fill(outline, { color: skin }) +
    sketch.within(
      outline,
      sketch.blur(5, fill(concha, { color: tones.dark, opacity: 0.55 })) +
        sketch.blur(2, stroke(helix, { color: tones.deep, width: 5, opacity: 0.6 })) +
        sketch.blur(
          3,
          fill(curveThrough(at(line('2 52, 10 50, 4 70, -6 64')), { closed: true }), {
            color: tones.blush,
            opacity: 0.5,
          }),
        ),
    )
  );
}

function drawEarring({ person, sketch }: Studio, side: 1 | -1): string {
  if (person.earrings === undefined) return '';
  const x = side * (person.face.cheek * 0.965 + 4);
  const gold = sketch.radial(
    [x - 2, 80],
    9,
    stops(`0 #fff, 0.35 ${hex(person.earrings)}, 1 ${hex(shift(person.earrings, { l: -0.3 }))}`),
  );
  return `<circle cx="${x.toFixed(1)}" cy="82" r="7" fill="${gold}"/>`;
}

export function drawEars(studio: Studio): string {
  return ([-1, 1] as const)
    .map((side) => drawEar(studio, side) + drawEarring(studio, side))
    .join('');
}

/** Broad light and shade that make the head round; the light comes from the upper left. */
function drawForm({ person, tones, sketch, brush }: Studio, jawDrop: number): string {
  const { cheek, jaw, length } = person.face;
  const bottom = length + jawDrop;
  const rightSide = curveThrough(
    line(
      `${cheek * 0.62} -270, ${cheek * 0.7} -120, ${cheek * 0.82} -20, ${cheek * 0.72} 70, ${jaw * 0.62} 150, ${jaw * 0.3} ${bottom * 0.9}, 30 ${bottom + 40}, 240 ${bottom + 20}, 260 -100, 160 -300`,
    ),
    { closed: true },
  );
  const leftSide = curveThrough(
    line(
      `${-cheek * 0.93} -220, ${-cheek * 0.95} -60, ${-cheek * 0.93} 50, ${-jaw * 0.98} 130, ${-jaw * 0.75} ${bottom * 0.86}, -20 ${bottom - 6}, 0 ${bottom + 50}, -260 ${bottom}, -270 -200`,
    ),
    { closed: true },
  );
  const hollow = (side: 1 | -1) =>
    brush.curve(
      line(
        `${side * 150} 62, ${side * 128} 100, ${side * 96} 150, ${side * 118} 172, ${side * 150} 120`,
      ),
      true,
    );
  return (
    sketch.blur(
      30,
      fill(rightSide, { color: tones.deep, opacity: 0.62 }) +
        fill(leftSide, { color: tones.shade, opacity: 0.8 }) +
        fill(brush.spot([-30, -130], [90, 50]), { color: tones.glow, opacity: 0.55 }),
    ) +
    sketch.blur(
      18,
      fill(hollow(1), { color: tones.deep, opacity: 0.22 }) +
        fill(hollow(-1), { color: tones.shade, opacity: 0.42 }) +
        fill(brush.spot([-96, 62], [40, 26], -24), { color: tones.glow, opacity: 0.62 }) +
        fill(brush.spot([92, 62], [34, 20], 24), { color: tones.light, opacity: 0.5 }) +
        fill(brush.spot([-4, length * 0.865 + jawDrop], [34, 20]), {
          color: tones.glow,
          opacity: 0.42,
        }) +
        fill(
          curveThrough(
            line(
              `${-jaw * 0.55} ${bottom * 0.965}, 0 ${bottom + 6}, ${jaw * 0.55} ${bottom * 0.965}, 60 ${bottom + 40}, -60 ${bottom + 40}`,
            ),
            { closed: true },
          ),
          { color: tones.deep, opacity: 0.6 },
        ),
    )
  );
}

function drawBlush({ person, tones, sketch, brush }: Studio): string {
  const strength = person.blush;
  return sketch.blur(
    26,
    fill(brush.spot([-106, 84], [46, 34], -16), { color: tones.blush, opacity: 0.62 * strength }) +
      fill(brush.spot([108, 84], [44, 34], 16), { color: tones.blush, opacity: 0.58 * strength }) +
      fill(brush.lifted(30).spot([2, person.nose.length - 12], [26, 20]), {
        color: tones.blush,
        opacity: 0.34 * strength,
      }),
  );
}

export function drawFace(studio: Studio): string {
  const { person, tones, sketch } = studio;
  const jawDrop = jawDropOf(studio);
  const outline = curveThrough(faceOutline(person.face, jawDrop), { closed: true });
  const skin = sketch.radial(
    [-60, -40],
    340,
    stops(`0 ${tones.light}, 0.5 ${tones.base}, 1 ${tones.shade}`),
  );
  return (
    fill(outline, { color: skin }) +
    sketch.within(outline, drawForm(studio, jawDrop) + drawBlush(studio) + drawHairShade(studio))
  );
}
