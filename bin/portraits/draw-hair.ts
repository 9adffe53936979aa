import { hex, shift } from './color.ts';
import { curveThrough, line, type Point } from './geometry.ts';
import { bob, bun, type Cut, crop, receding, silverBob, swept, waves } from './hair-cuts.ts';
import { drawSheet } from './hair-sheet.ts';
import type { HairStyle } from './person.ts';
import type { Studio } from './portrait-parts.ts';
import { between } from './random.ts';
import { fill, stroke } from './sketch.ts';

const cuts: Partial<Record<HairStyle, Cut>> = {
  bob,
  waves,
  swept,
  crop,
  bun,
  receding,
  'silver-bob': silverBob,
};

export function drawBackHair({ person, sketch }: Studio): string {
  const { style, color } = person.hair;
  const cut = cuts[style];
  if (style === 'curls')
    return drawCurls({
      sketch,
      color: shift(color, { l: -0.05 }),
      outline: line('-238 -60, -246 60, -200 150, 0 190, 200 150, 246 60, 238 -60, 0 -100'),
      count: 70,
      size: 17,
    });
  return (cut?.back ?? [])
    .map((guides) =>
      drawSheet(
        { guides, color: shift(color, { l: -0.07 }), strands: 30, gleamOpacity: 0.05 },
        sketch,
      ),
    )
    .join('');
}

interface CurlField {
  readonly sketch: Studio['sketch'];
  readonly color: Studio['person']['hair']['color'];
  readonly outline: readonly Point[];
  readonly count: number;
  readonly size: number;
}

function inside(point: Point, outline: readonly Point[]): boolean {
  let within = false;
  outline.forEach(([x1, y1], i) => {
    const [x2, y2] = outline[(i + 1) % outline.length] ?? [x1, y1];
    if (
      y1 > point[1] !== y2 > point[1] &&
      point[0] < ((x2 - x1) * (point[1] - y1)) / (y2 - y1) + x1
    )
      within = !within;
  });
  return within;
}

function spiral([x, y]: Point, size: number, turn: number): string {
  const points = Array.from({ length: 5 }, (_, i): Point => {
    const angle = turn + i * 1.15;
    const radius = size * (1 - i * 0.13);
    return [x + Math.cos(angle) * radius, y + Math.sin(angle) * radius * 0.85];
  });
  return curveThrough(points, { digits: 0 });
}

/** Tight curls: a soft mass, then dark and lit rings scattered over it. */
function drawCurls({ sketch, color, outline, count, size }: CurlField): string {
  const { random } = sketch;
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const layers: [string, string, string] = ['', '', ''];
  let tries = 0;
  for (let placed = 0; placed < count && tries < count * 12; tries++) {
    const spot: Point = [
      between(random, Math.min(...xs), Math.max(...xs)),
      between(random, Math.min(...ys), Math.max(...ys)),
    ];
    if (!inside(spot, outline)) continue;
    const lit = spot[0] < 40 && spot[1] < -120 && random() < 0.7;
    const layer = lit ? 2 : placed % 2;
    layers[layer as 0 | 1 | 2] += spiral(spot, size * between(random, 0.6, 1.15), random() * 6.3);
    placed++;
  }
  const shape = curveThrough(outline, { closed: true });
  return (
    sketch.blur(
      3,
      fill(shape, { color: hex(color) }) + stroke(shape, { color: hex(color), width: size * 0.5 }),
    ) +
    sketch.blur(
      0.6,
      stroke(layers[0], {
        color: hex(shift(color, { l: -0.07 })),
        width: size * 0.3,
        opacity: 0.8,
      }) +
        stroke(layers[1], {
          color: hex(shift(color, { l: 0.05 })),
          width: size * 0.24,
          opacity: 0.7,
        }) +
        stroke(layers[2], {
          color: hex(shift(color, { l: 0.13 })),
          width: size * 0.2,
          opacity: 0.6,
        }),
    )
  );
}

/** The shade that hair throws on forehead and temples. */
export function drawHairShade({ person, sketch, tones }: Studio): string {
  if (person.hair.style === 'none') return '';
  const high = person.hair.style === 'receding' ? -14 : 0;
  const edge = curveThrough(
    line(
      `-176 40, -166 -60, -132 ${-150 + high}, -60 ${-200 + high}, 40 ${-200 + high}, 120 ${-158 + high}, 166 -60, 176 40`,
    ),
  );
  return sketch.blur(13, stroke(edge, { color: tones.deep, width: 34, opacity: 0.62 }));
}

function drawCropped({ person, sketch }: Studio): string {
  const { color } = person.hair;
  const cap: Point[] = line(
    '-170 -40, -164 -110, -150 -152, -112 -188, -50 -204, 0 -207, 50 -204, 112 -188, 150 -152, 164 -110, 170 -40, 186 -40, 192 -130, 160 -222, 88 -278, 0 -292, -88 -278, -160 -222, -192 -130, -186 -40',
  );
  const fade = (side: 1 | -1) =>
    sketch.blur(
      6,
      fill(
        curveThrough(
          line(`${side * 166} -60, ${side * 186} -60, ${side * 184} 16, ${side * 174} 12`),
          { closed: true },
        ),
        { color: hex(color), opacity: 0.55 },
      ),
    );
  const texture = drawCurls({ sketch, color, outline: cap, count: 230, size: 7 });
  const light = sketch.blur(
    16,
    fill(curveThrough(line('-120 -230, -40 -268, 40 -262, -20 -236'), { closed: true }), {
      color: hex(shift(color, { l: 0.2 })),
      opacity: 0.45,
    }),
  );
  return fade(1) + fade(-1) + texture + light;
}

function drawFullCurls({ person, sketch }: Studio): string {
  const outline: Point[] = line(
    '-172 60, -166 -60, -140 -140, -96 -184, -30 -200, 40 -202, 104 -180, 146 -136, 168 -60, 174 60, 232 90, 262 10, 262 -110, 226 -218, 150 -296, 50 -334, -56 -332, -152 -292, -226 -212, -260 -104, -260 14, -230 92',
  );
  return drawCurls({ sketch, color: person.hair.color, outline, count: 260, size: 17 });
}

export function drawFrontHair(studio: Studio): string {
  const { person, sketch } = studio;
  const { style, color } = person.hair;
  if (style === 'cropped-curls') return drawCropped(studio);
  if (style === 'curls') return drawFullCurls(studio);
  const cut = cuts[style];
  if (cut === undefined) return '';
  return cut.front
    .map((guides) =>
      drawSheet(
        {
          guides,
          color,
          strands: Math.round((cut.strands * 1.6) / cut.front.length),
          ...(cut.wave === undefined ? {} : { wave: cut.wave }),
          ...(cut.gleam === undefined ? {} : { gleam: cut.gleam }),
        },
        sketch,
      ),
    )
    .join('');
}
