import { color, hex, shift, skinTones } from './color.ts';
import { drawBeard } from './draw-beard.ts';
import { drawNeck } from './draw-body.ts';
import { drawBrows } from './draw-brows.ts';
import { drawDress } from './draw-dress.ts';
import { drawEyes, drawSockets } from './draw-eyes.ts';
import { drawGlasses } from './draw-glasses.ts';
import { drawBackHair, drawFrontHair, drawHairShade } from './draw-hair.ts';
import { drawEars, drawFace } from './draw-head.ts';
import { drawMouth } from './draw-mouth.ts';
import { drawNose } from './draw-nose.ts';
import { formatNumber, type Point } from './geometry.ts';
import type { Person } from './person.ts';
import type { Studio } from './portrait-parts.ts';
import { Brush, Sketch, stops } from './sketch.ts';

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Where the point between the eyes lies. */
  readonly centre: Point;
  readonly scale: number;
  readonly ground: boolean;
  readonly mouthOpen: number;
}

export const portraitFrame: Frame = {
  width: 1024,
  height: 1024,
  centre: [512, 436],
  scale: 1,
  ground: true,
  mouthOpen: 0,
};

function drawGround(sketch: Sketch, { width, height }: Frame, person: Person): string {
  const tone = person.ground;
  const light = sketch.radial(
    [width * 0.36, height * 0.34],
    Math.max(width, height) * 0.85,
    stops(
      `0 ${hex(shift(tone, { l: 0.05 }))}, 0.5 ${hex(tone)}, 1 ${hex(shift(tone, { l: -0.1 }))}`,
    ),
  );
  return `<path d="M0 0h${width}v${height}H0Z" fill="${light}"/>`;
}

/** One person, head and shoulders, as an SVG document without outside references. */
export function drawPerson(person: Person, frame: Frame = portraitFrame): string {
  const sketch = new Sketch(person.seed);
  const studio: Studio = {
    person,
    tones: skinTones(person.skin, person.mouth.color),
    sketch,
    brush: new Brush(person.pose.yaw),
    mouthOpen: frame.mouthOpen,
  };
  const head =
    drawEars(studio) +
    drawFace(studio) +
    drawHairShade(studio) +
    drawSockets(studio) +
    drawNose(studio) +
    drawBeard(studio) +
    drawMouth(studio) +
    drawEyes(studio) +
    drawBrows(studio) +
    drawFrontHair(studio) +
    drawGlasses(studio);
  const body = drawNeck(studio) + drawDress(studio);
  const back = drawBackHair(studio);
  const [x, y] = frame.centre;
  const { roll } = person.pose;
  const ground = frame.ground ? drawGround(sketch, frame, person) : '';
  const turned = (content: string) =>
    `<g transform="rotate(${formatNumber(roll, 2)})">${content}</g>`;
  const placed = `<g transform="translate(${formatNumber(x)} ${formatNumber(y)}) scale(${formatNumber(frame.scale, 4)})">${turned(back)}${body}${turned(head)}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${frame.width}" height="${frame.height}" viewBox="0 0 ${frame.width} ${frame.height}" stroke-linecap="round" stroke-linejoin="round">${sketch.defs()}${ground}${placed}</svg>\n`;
}

export const plainFace: Person = {
  seed: 1,
  skin: color(0.8, 0.062, 57),
  ground: color(0.86, 0.02, 240),
  face: { cheek: 180, jaw: 142, chin: 54, length: 265 },
  eyes: { color: color(0.42, 0.06, 60), width: 80, opening: 29, tilt: 4, fold: 9, lashes: 0.4 },
  brows: { color: color(0.34, 0.03, 50), thickness: 15, arch: 5, density: 0.9 },
  nose: { width: 72, length: 112, bridge: 17 },
  mouth: { color: color(0.62, 0.1, 24), width: 122, upper: 16, lower: 22, smile: 4 },
  hair: { style: 'none', color: color(0.3, 0.03, 50) },
  dress: {
    garment: 'knit',
    color: color(0.5, 0.06, 220),
    under: color(0.9, 0.01, 80),
    shoulders: 410,
    neck: 92,
  },
  pose: { roll: 0, yaw: 0 },
  age: 0.2,
  blush: 0.6,
};
