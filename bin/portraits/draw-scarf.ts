import { hex, shift } from './color.ts';
import { curveThrough, line, mirror, type Point } from './geometry.ts';
import { drawSheet, type Sheet } from './hair-sheet.ts';
import type { Studio } from './portrait-parts.ts';
import { fill, stroke } from './sketch.ts';

const opening: Point[] = line(
  '0 -188, 76 -176, 132 -132, 160 -58, 168 30, 160 110, 132 178, 88 236, 0 284',
);

/** The cloth behind the face and over the shoulders, drawn before the head. */
export function drawScarfBack({ person, sketch, tones }: Studio): string {
  const { color } = person.hair;
  const shape = curveThrough(
    line(
      '0 -296, -110 -280, -192 -200, -222 -80, -216 60, -190 180, -176 260, -220 320, -272 384, -230 470, 0 520, 230 470, 272 384, 220 320, 176 260, 190 180, 216 60, 222 -80, 192 -200, 110 -280',
    ),
    { closed: true },
  );
  return (
    sketch.blur(10, fill(shape, { color: tones.dark, opacity: 0.25 })) +
    fill(shape, { color: hex(shift(color, { l: -0.09 })) })
  );
}

function fold(guides: Sheet['guides'], { person, sketch }: Studio, gleam: number): string {
  return drawSheet(
    { guides, color: person.hair.color, strands: 15, gleam, gleamOpacity: 0.3, soft: true },
    sketch,
  );
}

/** Wraps the face: two sides over the crown, then the drape under the chin. */
export function drawScarf(studio: Studio): string {
  const { sketch, person } = studio;
  const left = mirror(opening.slice(0, 8));
  const right = opening.slice(0, 8);
  const outerRight = line('0 -298, 112 -282, 194 -202, 224 -84, 222 50, 206 160, 190 240, 170 312');
  const middleRight = line('0 -244, 94 -230, 162 -166, 192 -70, 196 40, 184 136, 164 206, 132 274');
  const drape = [
    line('-150 196, -96 262, 0 300, 92 262, 152 190'),
    line('-186 250, -116 322, 10 356, 120 318, 190 240'),
    line('-240 336, -140 404, 16 426, 160 396, 242 322'),
    line('-276 410, -160 486, 24 516, 180 476, 280 398'),
  ];
  const dark = hex(shift(person.hair.color, { l: -0.2 }));
  const rim = curveThrough([...mirror(opening).reverse(), ...opening.slice(1)]);
  return (
    fold([left, mirror(middleRight), mirror(outerRight)], studio, 0.3) +
    fold([right, middleRight, outerRight], studio, 0.2) +
    sketch.blur(8, stroke(curveThrough(drape[0] ?? []), { color: dark, width: 14, opacity: 0.6 })) +
    fold(drape, studio, 0.3) +
    sketch.blur(3, stroke(rim, { color: dark, width: 4, opacity: 0.5 }))
  );
}
