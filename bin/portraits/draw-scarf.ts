import { hex, shift } from './color.ts';
import { curveThrough, line, mirror, type Point } from './geometry.ts';
import { drawSheet, type Sheet } from './hair-sheet.ts';
import type { Studio } from './portrait-parts.ts';
import { fill, stroke } from './sketch.ts';

const opening: Point[] = line(
  '-5 -188, 76 -176, 132 -132, 160 -58, 168 30, 160 110, 132 178, 88 236, 0 284',
);

/** The cloth behind the face and over the shoulders, drawn before the head. */
export function drawScarfBack({ person, sketch, tones }: Studio): string {
  const { color } = person.hair;
  const shape = curveThrough(
    line(
      '0 -296, -110 -280, -192 -200, -222 -80, -216 60, -190 180, -176 260, -206 310, -216 350, -150 440, 0 490, 150 440, 216 350, 206 310, 176 260, 190 180, 216 60, 222 -80, 192 -200, 110 -280',
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
  const outerRight = line(
    '-5 -298, 112 -282, 194 -202, 224 -84, 222 50, 206 160, 190 240, 170 312',
  );
  const middleRight = line(
    '-5 -244, 94 -230, 162 -166, 192 -70, 196 40, 184 136, 164 206, 132 274',
  );
  const drape = [
    line('-150 196, -96 262, 0 300, 92 262, 152 190'),
    line('-186 250, -116 322, 10 356, 120 318, 190 240'),
    line('-226 318, -134 402, 16 426, 154 394, 228 306'),
    line('-232 344, -156 466, 24 510, 172 458, 236 334'),
  ];
  const dark = hex(shift(person.hair.color, { l: -0.2 }));
  const rim = curveThrough([...mirror(opening).reverse(), ...opening.slice(1)]);
  return (
    sketch.blur(8, stroke(curveThrough(drape[0] ?? []), { color: dark, width: 14, opacity: 0.6 })) +
    fold(drape, studio, 0.3) +
    fold([left, mirror(middleRight), mirror(outerRight)], studio, 0.3) +
    fold([right, middleRight, outerRight], studio, 0.2) +
    sketch.blur(3, stroke(rim, { color: dark, width: 4, opacity: 0.5 }))
  );
}
