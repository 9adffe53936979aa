import { mouthLineY } from './draw-mouth.ts';
import { line, mirror, type Point } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { stroke } from './sketch.ts';

/** Lines of life: folds beside nose and mouth, under the eyes, at their corners, on the forehead. */
export function drawAge(studio: Studio): string {
  const { person, sketch, tones, brush } = studio;
  const { age, nose, mouth, face } = person;
  const mouthY = mouthLineY(face.length, nose.length);
  const both = (points: readonly Point[]) =>
    brush.curve(points) + brush.curve(mirror(points).reverse());
  const fold = both(
    line(
      `${nose.width * 0.52} ${nose.length - 22}, ${nose.width * 0.72} ${nose.length + 4}, ${mouth.width * 0.6} ${mouthY - 26}, ${mouth.width * 0.64} ${mouthY - 4}`,
    ),
  );
  const soft =
    sketch.blur(5, stroke(fold, { color: tones.deep, width: 8, opacity: 0.1 + 0.36 * age })) +
    sketch.blur(
      4,
      stroke(both(line('40 26, 62 36, 92 38, 118 26')), {
        color: tones.deep,
        width: 6,
        opacity: 0.04 + 0.36 * age,
      }),
    );
  if (age < 0.3) return soft;
  const feet =
    both(line('128 -6, 142 -12, 152 -22')) +
    both(line('130 2, 146 2, 158 -2')) +
    both(line('127 10, 142 16, 152 18'));
  const forehead =
    brush.curve(line('-92 -104, -40 -112, 20 -108, 84 -112')) +
    brush.curve(line('-78 -132, -20 -138, 40 -134, 76 -138'));
  const frown = brush.curve(line('-11 -58, -8 -44, -11 -32')) + brush.curve(line('12 -56, 9 -42'));
  return (
    soft +
    sketch.blur(1.5, stroke(fold, { color: tones.deep, width: 2, opacity: 0.45 * age })) +
    sketch.blur(
      1.5,
      stroke(feet + (age > 0.8 ? frown : ''), {
        color: tones.deep,
        width: 2.2,
        opacity: 0.5 * age,
      }) +
        stroke(both(line('52 32, 76 38, 104 32')), {
          color: tones.deep,
          width: 2,
          opacity: 0.5 * age,
        }),
    ) +
    sketch.blur(2.4, stroke(forehead, { color: tones.deep, width: 4, opacity: 0.4 * age * age }))
  );
}
