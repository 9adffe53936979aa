import { hex, shift, skinTones } from './color.ts';
import { drawAge } from './draw-age.ts';
import { drawBeard } from './draw-beard.ts';
import { drawNeck } from './draw-body.ts';
import { drawBrows } from './draw-brows.ts';
import { drawDress } from './draw-dress.ts';
import { drawEyes, drawSockets } from './draw-eyes.ts';
import { drawGlasses } from './draw-glasses.ts';
import { drawBackHair, drawFrontHair } from './draw-hair.ts';
import { drawEars, drawFace } from './draw-head.ts';
import { drawMouth } from './draw-mouth.ts';
import { drawNose } from './draw-nose.ts';
import { formatNumber, joinNumbers, type Point } from './geometry.ts';
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
  /** Whether the shoulders roll with the head. */
  readonly turnBody: boolean;
}

export const portraitFrame: Frame = {
  width: 1024,
  height: 1024,
  centre: [512, 436],
  scale: 1,
  ground: true,
  mouthOpen: 0,
  turnBody: false,
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

export function studioFor(person: Person, frame: Frame): Studio {
  return {
    person,
    tones: skinTones(person.skin, person.mouth.color),
    sketch: new Sketch(person.seed),
    brush: new Brush(person.pose.yaw),
    mouthOpen: frame.mouthOpen,
  };
}

function drawHead(studio: Studio): string {
  return [
    drawEars,
    drawFace,
    drawSockets,
    drawAge,
    drawNose,
    drawBeard,
    drawMouth,
    drawEyes,
    drawBrows,
    drawFrontHair,
    drawGlasses,
  ]
    .map((draw) => draw(studio))
    .join('');
}

/** One person, head and shoulders, as an SVG document without outside references. */
export function drawPerson(person: Person, frame: Frame = portraitFrame): string {
  const studio = studioFor(person, frame);
  const { width, height, centre, scale } = frame;
  const roll = `rotate(${formatNumber(person.pose.roll, 2)})`;
  const turned = (content: string) => `<g transform="${roll}">${content}</g>`;
  const ground = frame.ground ? drawGround(studio.sketch, frame, person) : '';
  const back = turned(drawBackHair(studio));
  const body = drawNeck(studio) + drawDress(studio);
  const placed = back + (frame.turnBody ? turned(body) : body) + turned(drawHead(studio));
  const place = `translate(${joinNumbers(centre, 2)}) scale(${formatNumber(scale, 4)})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" stroke-linecap="round" stroke-linejoin="round">${studio.sketch.defs()}${ground}<g transform="${place}">${placed}</g></svg>\n`;
}
