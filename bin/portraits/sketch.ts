import { curveThrough, formatNumber, type Point } from './geometry.ts';
import { type Random, seededRandom } from './random.ts';

/** A gradient stop: offset 0..1, colour, opacity 0..1. */
export type Stop = readonly [offset: number, color: string, opacity?: number];

export interface Ink {
  readonly color: string;
  readonly opacity?: number;
}

export interface Stroke extends Ink {
  readonly width: number;
}

function opacityOf({ opacity = 1 }: Ink): string {
  return opacity < 1 ? ` opacity="${formatNumber(opacity, 2)}"` : '';
}

export function fill(d: string, ink: Ink): string {
  return `<path d="${d}" fill="${ink.color}"${opacityOf(ink)}/>`;
}

export function stroke(d: string, ink: Stroke): string {
  return `<path d="${d}" fill="none" stroke="${ink.color}" stroke-width="${formatNumber(ink.width)}"${opacityOf(ink)}/>`;
}

/** Stops written as text: 'offset colour opacity, …', the opacity 1 unless told. */
export function stops(text: string): Stop[] {
  return text.split(',').map((entry): Stop => {
    const [offset, color = '#000', opacity = 1] = entry.trim().split(' ');
    return [Number(offset), color, Number(opacity)];
  });
}

function writeStops(all: readonly Stop[]): string {
  return all
    .map(([offset, color, opacity = 1]) => {
      const see = opacity < 1 ? ` stop-opacity="${formatNumber(opacity, 2)}"` : '';
      return `<stop offset="${formatNumber(offset, 2)}" stop-color="${color}"${see}/>`;
    })
    .join('');
}

/** Collects what a drawing refers to: gradients, clips and blurs. Ids are counted per drawing. */
export class Sketch {
  readonly random: Random;
  readonly #defs: string[] = [];
  readonly #blurs = new Map<number, string>();

  constructor(seed: number) {
    this.random = seededRandom(seed);
  }

  #add(build: (id: string) => string): string {
    const id = `d${this.#defs.length}`;
    this.#defs.push(build(id));
    return id;
  }

  linear(from: Point, to: Point, fade: readonly Stop[]): string {
    const [x1, y1, x2, y2] = [...from, ...to].map((value) => formatNumber(value));
    return `url(#${this.#add(
      (id) =>
        `<linearGradient id="${id}" gradientUnits="userSpaceOnUse" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}">${writeStops(fade)}</linearGradient>`,
    )})`;
  }

  radial(centre: Point, radius: number, fade: readonly Stop[]): string {
    const [cx, cy] = centre.map((value) => formatNumber(value));
    return `url(#${this.#add(
      (id) =>
        `<radialGradient id="${id}" gradientUnits="userSpaceOnUse" cx="${cx}" cy="${cy}" r="${formatNumber(radius)}">${writeStops(fade)}</radialGradient>`,
    )})`;
  }

  within(outline: string, content: string): string {
    const id = this.#add((name) => `<clipPath id="${name}"><path d="${outline}"/></clipPath>`);
    return `<g clip-path="url(#${id})">${content}</g>`;
  }

  /** Keeps what lies inside an odd number of the path's outlines: for holes. */
  clipEvenOdd(outline: string, content: string): string {
    const id = this.#add(
      (name) => `<clipPath id="${name}"><path d="${outline}" clip-rule="evenodd"/></clipPath>`,
    );
    return `<g clip-path="url(#${id})">${content}</g>`;
  }

  blur(radius: number, content: string): string {
    let id = this.#blurs.get(radius);
    if (id === undefined) {
      id = this.#add(
        (name) =>
          `<filter id="${name}" x="-60%" y="-60%" width="220%" height="220%"><feGaussianBlur stdDeviation="${formatNumber(radius, 2)}"/></filter>`,
      );
      this.#blurs.set(radius, id);
    }
    return `<g filter="url(#${id})">${content}</g>`;
  }

  defs(): string {
    return `<defs>${this.#defs.join('')}</defs>`;
  }
}

/** Turns the face within its outline: features move by their depth, the outline stays. */
export class Brush {
  readonly #yaw: number;
  readonly #lift: number;

  constructor(yawDegrees: number, lift = 0) {
    this.#yaw = (yawDegrees * Math.PI) / 180;
    this.#lift = lift;
  }

  /** The same brush for parts that stand out of the face by so many pixels. */
  lifted(pixels: number): Brush {
    return new Brush((this.#yaw * 180) / Math.PI, this.#lift + pixels);
  }

  place([x, y]: Point): Point {
    const roundness = Math.sqrt(Math.max(0, 1 - (x / 205) ** 2));
    const depth = 118 * roundness + this.#lift;
    return [x * Math.cos(this.#yaw) + depth * Math.sin(this.#yaw), y];
  }

  curve(points: readonly Point[], closed = false): string {
    return curveThrough(
      points.map((point) => this.place(point)),
      { closed },
    );
  }

  /** An ellipse as a path, so that it turns with the face. */
  spot([x, y]: Point, [rx, ry]: Point, degrees = 0): string {
    const tilt = (degrees * Math.PI) / 180;
    const points = Array.from({ length: 6 }, (_, i): Point => {
      const angle = (i * Math.PI) / 3;
      const [u, v] = [rx * Math.cos(angle), ry * Math.sin(angle)];
      return [
        x + u * Math.cos(tilt) - v * Math.sin(tilt),
        y + u * Math.sin(tilt) + v * Math.cos(tilt),
      ];
    });
    return this.curve(points, true);
  }
}
