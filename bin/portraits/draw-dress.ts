import { type Color, hex, shift } from './color.ts';
import { shoulderSide } from './draw-body.ts';
import { curveThrough, line, mirror, type Point, pointOnCurve } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { between } from './random.ts';
import { fill, stops, stroke } from './sketch.ts';

type Side = 1 | -1;

const bottom = 640;

function sided(points: readonly Point[], side: Side): Point[] {
  return side > 0 ? [...points] : mirror(points);
}

function clothInk({ sketch, person }: Studio, cloth: Color): string {
  const half = person.dress.shoulders;
  return sketch.linear(
    [-half, 340],
    [half, 480],
    stops(
      `0 ${hex(shift(cloth, { l: -0.03 }))}, 0.28 ${hex(shift(cloth, { l: 0.045 }))}, 0.6 ${hex(cloth)}, 1 ${hex(shift(cloth, { l: -0.11 }))}`,
    ),
  );
}

/** Soft folds from the shoulders and the shade under the arms. */
function drawFolds({ sketch, person }: Studio, cloth: Color): string {
  const { shoulders: s, neck: n } = person.dress;
  const dark = hex(shift(cloth, { l: -0.14, c: 1.1 }));
  const light = hex(shift(cloth, { l: 0.07 }));
  const folds: Point[][] = [
    line(`${s * 0.9} 446, ${s * 0.76} 520, ${s * 0.72} 640`),
    line(`${-s * 0.9} 446, ${-s * 0.76} 520, ${-s * 0.72} 640`),
    line(`${n * 1.6} 400, ${n * 2.2} 480, ${n * 2.1} 620`),
    line(`${-n * 1.5} 410, ${-n * 1.9} 500, ${-n * 1.7} 620`),
  ];
  const lights: Point[][] = [
    line(`${-s * 0.62} 402, ${-s * 0.82} 446, ${-s * 0.9} 560`),
    line(`${-n * 2.2} 420, ${-n * 2.6} 520, ${-n * 2.5} 620`),
    line(`${s * 0.45} 400, ${s * 0.5} 470, ${s * 0.48} 600`),
  ];
  return (
    sketch.blur(
      14,
      folds
        .map((fold) => stroke(curveThrough(fold), { color: dark, width: 20, opacity: 0.42 }))
        .join(''),
    ) +
    sketch.blur(
      18,
      lights
        .map((fold) => stroke(curveThrough(fold), { color: light, width: 24, opacity: 0.5 }))
        .join(''),
    )
  );
}

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
  return (
    sketch.blur(
      6,
      stroke(curveThrough(neckline.map(([x, y]): Point => [x + 2, y - 3])), {
        color: tones.deep,
        width: 9,
        opacity: 0.55,
      }),
    ) +
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
  const middle = neckline.map(([x, y]): Point => [x * 1.05, y + width / 2 - 2]);
  let ribs = '';
  for (let i = 1; i < 48; i++) {
    const [x, y] = pointOnCurve(middle, i / 48);
    const lean = x / 60;
    ribs += `M${(x - lean).toFixed(0)} ${(y - width * 0.4).toFixed(0)}l${(lean * 2).toFixed(0)} ${(width * 0.8).toFixed(0)}`;
  }
  const line = curveThrough(middle);
  return (
    sketch.blur(
      4,
      stroke(curveThrough(middle.map(([x, y]): Point => [x, y + 6])), {
        color: hex(shift(cloth, { l: -0.16 })),
        width: width,
        opacity: 0.6,
      }),
    ) +
    stroke(line, { color: hex(shift(cloth, { l: 0.015 })), width }) +
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
  const leaf = sided(
    line(
      `${n * 1.0} 282, ${n * 0.72} 336, ${n * 0.1} 386, ${n * 0.28} 416, ${n * 0.6} 446, ${n * 0.98} 400, ${n * 1.34} 338, ${n * 1.2} 306`,
    ),
    side,
  );
  const d = `M${leaf.map(([x, y]) => `${x.toFixed(1)} ${y}`).join('L')}Z`;
  const lit = side < 0 ? 0.02 : -0.05;
  const ink = sketch.linear(
    [0, 290],
    [0, 446],
    stops(
      `0 ${hex(shift(cloth, { l: lit - 0.07 }))}, 0.5 ${hex(shift(cloth, { l: lit }))}, 1 ${hex(shift(cloth, { l: lit + 0.02 }))}`,
    ),
  );
  return (
    sketch.blur(
      6,
      `<g transform="translate(3 9)">${fill(d, { color: hex(shift(cloth, { l: -0.35 })), opacity: 0.5 })}</g>`,
    ) +
    `<path d="${d}" fill="${ink}" stroke="${ink}" stroke-width="5"/>` +
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

/** One open front of a jacket, coat or cardigan. */
function drawFront(studio: Studio, side: Side, lapel: boolean): string {
  const { sketch, person } = studio;
  const { neck: n, shoulders: s, color: cloth } = person.dress;
  const edge: Point[] = lapel
    ? line(`${n * 1.14} 300, ${n * 1.12} 360, ${n * 0.86} 470, ${n * 0.2} ${bottom}`)
    : line(`${n * 1.22} 318, ${n * 1.16} 380, ${n * 0.86} 480, ${n * 0.52} ${bottom}`);
  const outer = shoulderSide(n, s)
    .slice(4)
    .map(([x, y]): Point => [x + 16, y - 14]);
  const start: Point = [n * 1.5, 322];
  const outline = `${curveThrough(sided([...edge].reverse(), side))}L${curveThrough(sided([start, ...outer], side)).slice(1)}Z`;
  const dark = hex(shift(cloth, { l: -0.2 }));
  return (
    sketch.blur(
      9,
      stroke(
        curveThrough(
          sided(
            edge.map(([x, y]): Point => [x - 6, y + 6]),
            side,
          ),
        ),
        { color: '#140f12', width: 14, opacity: 0.34 },
      ),
    ) +
    fill(outline, { color: clothInk(studio, cloth) }) +
    sketch.within(
      outline,
      drawFolds(studio, cloth) +
        sketch.blur(
          3,
          stroke(
            curveThrough(sided(line(`${s * 0.84} 408, ${s * 0.78} 470, ${s * 0.76} 640`), side)),
            { color: dark, width: 3, opacity: 0.5 },
          ),
        ),
    ) +
    (lapel ? drawLapel(studio, side) : drawBand(studio, edge, side))
  );
}

function drawLapel({ sketch, person }: Studio, side: Side): string {
  const { neck: n, color: cloth } = person.dress;
  const d = (points: readonly Point[]) =>
    `M${sided(points, side)
      .map(([x, y]) => `${x.toFixed(1)} ${y}`)
      .join('L')}Z`;
  const lit = side < 0 ? 0.045 : -0.005;
  const lapel = d(
    line(
      `${n * 1.12} 352, ${n * 1.5} 404, ${n * 2.04} 430, ${n * 1.36} 560, ${n * 0.2} ${bottom}, ${n * 0.5} 560, ${n * 0.92} 460`,
    ),
  );
  const collar = d(
    line(
      `${n * 1.08} 284, ${n * 1.36} 316, ${n * 1.86} 378, ${n * 1.6} 412, ${n * 1.3} 384, ${n * 1.1} 356, ${n * 1.06} 318`,
    ),
  );
  const shadow = hex(shift(cloth, { l: -0.24 }));
  const piece = (shape: string, lift: number) =>
    sketch.blur(
      5,
      `<g transform="translate(${side * 4} 6)">${fill(shape, { color: shadow, opacity: 0.7 })}</g>`,
    ) +
    `<path d="${shape}" fill="${hex(shift(cloth, { l: lift }))}" stroke="${hex(shift(cloth, { l: lift }))}" stroke-width="4"/>`;
  return (
    piece(lapel, lit) +
    piece(collar, lit - 0.015) +
    sketch.blur(
      2,
      stroke(curveThrough(sided(line(`${n * 1.4} 556, ${n * 2.02} 434, ${n * 1.52} 408`), side)), {
        color: hex(shift(cloth, { l: 0.12 })),
        width: 2.5,
        opacity: side < 0 ? 0.5 : 0.25,
      }),
    )
  );
}

function drawBand({ sketch, person }: Studio, edge: readonly Point[], side: Side): string {
  const cloth = person.dress.color;
  const line = curveThrough(
    sided(
      edge.map(([x, y]): Point => [x + 11, y]),
      side,
    ),
  );
  return (
    sketch.blur(
      3,
      stroke(line, { color: hex(shift(cloth, { l: -0.16 })), width: 30, opacity: 0.5 }),
    ) +
    stroke(line, { color: hex(shift(cloth, { l: side < 0 ? 0.035 : -0.02 })), width: 24 }) +
    [450, 540]
      .map((y) =>
        side > 0
          ? `<circle cx="${(person.dress.neck * (y < 500 ? 1.04 : 0.82)).toFixed(0)}" cy="${y}" r="7" fill="${hex(shift(cloth, { l: 0.2, c: 0.5 }))}" stroke="${hex(shift(cloth, { l: -0.2 }))}"/>`
          : '',
      )
      .join('')
  );
}

function drawKnitStitches({ sketch, person }: Studio, cloth: Color): string {
  const { shoulders: s, neck: n } = person.dress;
  let stitches = '';
  for (let i = 0; i < 90; i++) {
    const x = between(sketch.random, -s * 0.85, s * 0.85);
    const y = between(sketch.random, 420, 600);
    if (Math.hypot(x / n, (y - 340) / 60) > 1.6)
      stitches += `M${x.toFixed(0)} ${y.toFixed(0)}v${between(sketch.random, 8, 26).toFixed(0)}`;
  }
  return sketch.blur(
    0.6,
    stroke(stitches, { color: hex(shift(cloth, { l: -0.08 })), width: 2, opacity: 0.3 }),
  );
}

export function drawDress(studio: Studio): string {
  const { dress } = studio.person;
  const { neck, color, under } = dress;
  const crew = crewNeckline(neck, 4);
  const fronts = (lapel: boolean) => drawFront(studio, -1, lapel) + drawFront(studio, 1, lapel);
  switch (dress.garment) {
    case 'knit':
      return (
        drawTop(studio, color, crew) +
        drawKnitStitches(studio, color) +
        drawRib(studio, color, crew)
      );
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
