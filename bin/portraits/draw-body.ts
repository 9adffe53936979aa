import { jawDropOf } from './draw-head.ts';
import { curveThrough, line, mirror, type Point } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { fill, stops, stroke } from './sketch.ts';

/** Right edge of neck and shoulder, from behind the jaw down past the lower edge of the picture. */
export function shoulderSide(neck: number, shoulders: number): Point[] {
  return line(
    `${neck * 0.98} 120, ${neck * 0.93} 220, ${neck * 0.98} 290, ${neck * 1.3} 334, ${neck * 2.1} 366, ${shoulders * 0.74} 398, ${shoulders * 0.93} 448, ${shoulders * 1.02} 540, ${shoulders * 1.06} 620, ${shoulders * 1.12} 760`,
  );
}

export function bodyOutline(neck: number, shoulders: number): string {
  const right = shoulderSide(neck, shoulders);
  return `${curveThrough([...mirror(right).reverse(), ...right])}Z`;
}

export function drawNeck(studio: Studio): string {
  const { person, tones, sketch } = studio;
  const { neck, shoulders } = person.dress;
  const { length, jaw } = person.face;
  const chin = length + jawDropOf(studio);
  const outline = bodyOutline(neck, shoulders);
  const skin = sketch.linear(
    [-neck * 1.1, 0],
    [neck * 1.1, 0],
    stops(`0 ${tones.shade}, 0.3 ${tones.base}, 0.62 ${tones.shade}, 1 ${tones.deep}`),
  );
  const cast = curveThrough(
    line(
      `${-neck * 1.2} 130, ${-jaw * 0.7} ${chin - 46}, -36 ${chin + 34}, 24 ${chin + 52}, ${jaw * 0.62} ${chin + 16}, ${neck * 1.3} 150`,
    ),
    { closed: true },
  );
  const tendon = (side: 1 | -1) =>
    curveThrough(
      line(
        `${side * neck * 0.78} ${chin - 10}, ${side * neck * 0.55} ${chin + 48}, ${side * 16} 366`,
      ),
    );
  return (
    fill(outline, { color: skin }) +
    sketch.within(
      outline,
      sketch.blur(16, fill(cast, { color: tones.deep, opacity: 0.95 })) +
        sketch.blur(26, fill(cast, { color: tones.dark, opacity: 0.4 })) +
        sketch.blur(
          9,
          stroke(tendon(1), { color: tones.deep, width: 12, opacity: 0.5 }) +
            stroke(tendon(-1), { color: tones.light, width: 12, opacity: 0.5 }),
        ) +
        sketch.blur(
          6,
          fill(curveThrough(line('-16 356, 0 350, 16 356, 0 376'), { closed: true }), {
            color: tones.deep,
            opacity: 0.55,
          }) +
            stroke(curveThrough(line('18 372, 90 386, 190 376')), {
              color: tones.deep,
              width: 8,
              opacity: 0.36,
            }) +
            stroke(curveThrough(line('-18 372, -90 386, -190 376')), {
              color: tones.light,
              width: 9,
              opacity: 0.5,
            }),
        ),
    )
  );
}
