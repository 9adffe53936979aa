import { type Color, hex, shift } from './color.ts';
import { bodyOutline, shoulderSide } from './draw-body.ts';
import { clothInk, drawFolds, type Side, sided } from './draw-cloth.ts';
import { drawFront } from './draw-jacket.ts';
import { curveThrough, line, mirror, type Point, pointOnCurve } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { fill, stops, stroke } from './sketch.ts';

/** The whole upper body in one cloth; neckline runs from the left neck side to the right one. */
function drawTop(studio: Studio, cloth: Color, neckline: readonly Point[]): string {
  const { neck, shoulders } = studio.person.dress;
  const side = shoulderSide(neck, shoulders)
    .slice(4)
    .map(([x, y]): Point => [x + 7, y - 6]);
  const right = neckline.at(-1) ?? [0, 0];
  const edge: Point[] = [right, ...side];
  const outline = `${curveThrough(neckline)}L${curveThrough(edge).slice(1)}L${curveThrough(mirror(edge).reverse()).slice(1)}Z`;
  const { sketch, tones } = studio;
  const cast = stroke(curveThrough(neckline.map(([x, y]): Point => [x + 2, y - 3])), {
    color: tones.deep,
    width: 9,
    opacity: 0.55,
  });
  return (
    sketch.within(bodyOutline(neck, shoulders), sketch.blur(6, cast)) +
    fill(outline, { color: clothInk(studio, cloth) }) +
    sketch.within(outline, drawFolds(studio, cloth))
  );
}

function crewNeckline(neck: number, depth: number): Point[] {
  return line(
    `${-neck * 1.32} 330, ${-neck * 1.05} ${352 + depth * 0.3}, ${-neck * 0.5} ${366 + depth * 0.86}, 0 ${372 + depth}, ${neck * 0.5} ${366 + depth * 0.86}, ${neck * 1.05} ${352 + depth * 0.3}, ${neck * 1.32} 330`,
  );
}

function drawRib(studio: Studio, cloth: Color, neckline: readonly Point[]): string {
  const { sketch } = studio;
  const width = 21;
  const last = neckline.length - 1;
  const middle = neckline.map(
    ([x, y], i): Point => [i === 0 || i === last ? x : x * 1.05, y + width / 2 - 2],
  );
  let ribs = '';
  for (let i = 1; i < 48; i++) {
    const [x, y] = pointOnCurve(middle, i / 48);
    const lean = x / 60;
    ribs += `M${(x - lean).toFixed(0)} ${(y - width * 0.4).toFixed(0)}l${(lean * 2).toFixed(0)} ${(width * 0.8).toFixed(0)}`;
  }
  const band = curveThrough(middle);
  const under = curveThrough(middle.slice(1, -1).map(([x, y]): Point => [x, y + 6]));
  return (
    sketch.blur(4, stroke(under, { color: hex(shift(cloth, { l: -0.16 })), width, opacity: 0.6 })) +
    stroke(band, { color: hex(shift(cloth, { l: 0.015 })), width }) +
    stroke(ribs, { color: hex(shift(cloth, { l: -0.09 })), width: 1.8, opacity: 0.65 }) +
    sketch.blur(
      2,
      stroke(curveThrough(middle.map(([x, y]): Point => [x, y - width * 0.36])), {
        color: hex(shift(cloth, { l: 0.09 })),
        width: 2.5,
        opacity: 0.6,
      }),
    )
  );
}

function drawCollarLeaf(studio: Studio, cloth: Color, side: Side): string {
  const { sketch, person } = studio;
  const n = person.dress.neck;
  const piece = (text: string) => curveThrough(sided(line(text), side));
  const d = `${piece(`${n * 0.97} 274, ${n * 0.74} 334, ${n * 0.08} 388`)}L${piece(
    `${n * 0.3} 420, ${n * 0.6} 450`,
  ).slice(
    1,
  )}L${piece(`${n * 0.94} 402, ${n * 1.22} 348, ${n * 1.18} 304, ${n * 0.97} 274`).slice(1)}Z`;
  const lit = side < 0 ? 0.02 : -0.05;
  const ink = sketch.linear(
    [0, 290],
    [0, 446],
    stops(
      `0 ${hex(shift(cloth, { l: lit - 0.07 }))}, 0.5 ${hex(shift(cloth, { l: lit }))}, 1 ${hex(shift(cloth, { l: lit + 0.02 }))}`,
    ),
  );
  const cast = `<g transform="translate(3 9)">${fill(d, { color: hex(shift(cloth, { l: -0.35 })), opacity: 0.5 })}</g>`;
  return (
    sketch.within(bodyOutline(n, person.dress.shoulders), sketch.blur(6, cast)) +
    `<path d="${d}" fill="${ink}" stroke="${ink}" stroke-width="3"/>` +
    sketch.blur(
      1,
      stroke(curveThrough(sided(line(`${n * 0.16} 388, ${n * 0.58} 438, ${n * 0.96} 394`), side)), {
        color: hex(shift(cloth, { l: -0.12 })),
        width: 1.4,
        opacity: 0.6,
      }),
    )
  );
}

function drawPlacket({ sketch, person }: Studio, cloth: Color): string {
  const n = person.dress.neck;
  const dark = hex(shift(cloth, { l: -0.2 }));
  return (
    sketch.blur(
      2,
      stroke(`M${n * 0.08} 392C14 470 13 540 13 640`, { color: dark, width: 3, opacity: 0.5 }),
    ) +
    stroke(`M${-n * 0.1} 392C-12 470 -13 540 -13 640`, { color: dark, width: 1.2, opacity: 0.35 }) +
    [440, 530]
      .map(
        (y) =>
          `<circle cx="1" cy="${y}" r="5" fill="${hex(shift(cloth, { l: -0.06 }))}" stroke="${dark}" stroke-width="1" opacity=".8"/>`,
      )
      .join('')
  );
}

function drawShirt(studio: Studio, cloth: Color): string {
  const n = studio.person.dress.neck;
  return (
    drawTop(
      studio,
      cloth,
      line(`${-n * 1.3} 322, ${-n * 0.8} 356, 0 392, ${n * 0.8} 356, ${n * 1.3} 322`),
    ) +
    drawPlacket(studio, cloth) +
    drawCollarLeaf(studio, cloth, -1) +
    drawCollarLeaf(studio, cloth, 1)
  );
}

export function drawDress(studio: Studio): string {
  const { dress } = studio.person;
  const { neck, color, under } = dress;
  const crew = crewNeckline(neck, 4);
  const fronts = (lapel: boolean) => drawFront(studio, -1, lapel) + drawFront(studio, 1, lapel);
  switch (dress.garment) {
    case 'knit':
      return drawTop(studio, color, crew) + drawRib(studio, color, crew);
    case 'shirt':
      return drawShirt(studio, color);
    case 'blazer':
      return drawShirt(studio, under) + fronts(true);
    case 'coat':
      return drawTop(studio, under, crewNeckline(neck, 44)) + fronts(true);
    case 'cardigan':
      return drawTop(studio, under, crewNeckline(neck, 22)) + fronts(false);
    case 'blouse':
      return drawTop(
        studio,
        color,
        line(
          `${-neck * 1.42} 326, ${-neck * 0.95} 392, ${-neck * 0.4} 462, 0 506, ${neck * 0.4} 462, ${neck * 0.95} 392, ${neck * 1.42} 326`,
        ),
      );
    default:
      return dress.garment satisfies never;
  }
}
