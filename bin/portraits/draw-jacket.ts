import { hex, shift } from './color.ts';
import { shoulderSide } from './draw-body.ts';
import { clothBottom, clothInk, drawFolds, type Side, sided } from './draw-cloth.ts';
import { curveThrough, line, type Point } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { fill, stroke } from './sketch.ts';

function openEdge(neck: number, lapel: boolean): Point[] {
  return lapel
    ? line(
        `${neck * 1.02} 290, ${neck * 1.1} 360, ${neck * 0.86} 470, ${neck * 0.26} 610, ${neck * 0.2} ${clothBottom}`,
      )
    : line(
        `${neck * 1.0} 286, ${neck * 1.14} 360, ${neck * 0.92} 470, ${neck * 0.66} 600, ${neck * 0.6} ${clothBottom}`,
      );
}

/** One open front of a jacket, coat or cardigan. */
export function drawFront(studio: Studio, side: Side, lapel: boolean): string {
  const { sketch, person } = studio;
  const { neck: n, shoulders: s, color: cloth } = person.dress;
  const edge = openEdge(n, lapel);
  const outer = shoulderSide(n, s)
    .slice(4)
    .map(([x, y]): Point => [x + 16, y - 14]);
  const shoulder: Point[] = [[n * 1.1, 292], [n * 1.4, 326], ...outer];
  const outline = `${curveThrough(sided([...edge].reverse(), side))}L${curveThrough(sided(shoulder, side)).slice(1)}Z`;
  const seam = sided(line(`${s * 0.84} 408, ${s * 0.78} 470, ${s * 0.76} 640`), side);
  const cast = sided(edge, side).map(([x, y]): Point => [x - side * 6, y + 6]);
  return (
    sketch.blur(
      9,
      stroke(curveThrough(cast.slice(1)), { color: '#140f12', width: 14, opacity: 0.34 }),
    ) +
    fill(outline, { color: clothInk(studio, cloth) }) +
    sketch.within(
      outline,
      drawFolds(studio, cloth) +
        sketch.blur(
          3,
          stroke(curveThrough(seam), {
            color: hex(shift(cloth, { l: -0.2 })),
            width: 3,
            opacity: 0.5,
          }),
        ),
    ) +
    (lapel ? drawLapel(studio, side) : drawBand(studio, edge, side))
  );
}

function drawLapel(studio: Studio, side: Side): string {
  const { sketch, person } = studio;
  const { neck: n, color: cloth } = person.dress;
  const piece = (text: string) => curveThrough(sided(line(text), side));
  const lit = side < 0 ? 0.045 : -0.005;
  const lapel = `${piece(`${n * 1.08} 350, ${n * 1.48} 402, ${n * 1.62} 418`)}L${piece(
    `${n * 2.02} 426, ${n * 1.76} 490, ${n * 1.2} 574, ${n * 0.26} ${clothBottom}`,
  ).slice(
    1,
  )}L${piece(`${n * 0.2} ${clothBottom}, ${n * 0.44} 570, ${n * 0.88} 462, ${n * 1.08} 350`).slice(1)}Z`;
  const collar = `${piece(`${n * 1.0} 278, ${n * 1.2} 296, ${n * 1.62} 344, ${n * 1.9} 376`)}L${piece(
    `${n * 1.62} 420, ${n * 1.3} 388, ${n * 1.1} 358, ${n * 1.02} 318, ${n * 1.0} 278`,
  ).slice(1)}Z`;
  const shadow = hex(shift(cloth, { l: -0.24 }));
  const layer = (d: string, lift: number) =>
    sketch.blur(
      5,
      `<g transform="translate(${side * 4} 6)">${fill(d, { color: shadow, opacity: 0.7 })}</g>`,
    ) + fill(d, { color: hex(shift(cloth, { l: lift })) });
  const rim = sided(line(`${n * 0.5} 684, ${n * 1.2} 570, ${n * 1.74} 488, ${n * 1.99} 430`), side);
  return (
    layer(lapel, lit) +
    layer(collar, lit - 0.015) +
    sketch.blur(
      1.6,
      stroke(curveThrough(rim), {
        color: hex(shift(cloth, { l: 0.12 })),
        width: 2.2,
        opacity: side < 0 ? 0.5 : 0.25,
      }),
    )
  );
}

/** The knitted border of a cardigan with its buttons. */
function drawBand({ sketch, person }: Studio, edge: readonly Point[], side: Side): string {
  const cloth = person.dress.color;
  const middle = sided(
    edge.map(([x, y], i): Point => [x + (i === 0 ? 4 : 11), y]),
    side,
  );
  const d = curveThrough(middle);
  const lower = curveThrough(middle.slice(1));
  const dark = hex(shift(cloth, { l: -0.2 }));
  const button = (y: number, at: number) =>
    `<circle cx="${(person.dress.neck * at + 11).toFixed(0)}" cy="${y}" r="7" fill="${hex(shift(cloth, { l: 0.2, c: 0.5 }))}" stroke="${dark}"/>`;
  return (
    sketch.blur(
      3,
      stroke(lower, { color: hex(shift(cloth, { l: -0.16 })), width: 30, opacity: 0.5 }),
    ) +
    `<g stroke-linecap="butt">${stroke(d, { color: hex(shift(cloth, { l: side < 0 ? 0.035 : -0.02 })), width: 24 })}</g>` +
    (side > 0 ? button(466, 0.93) + button(556, 0.74) : '')
  );
}
