import { type Color, hex, shift } from './color.ts';
import { curveThrough, type Point, pointOnCurve } from './geometry.ts';
import { between } from './random.ts';
import { fill, type Sketch, stroke } from './sketch.ts';

/** A lock of hair (or a fold of cloth): strands run along the guides and spread between them. */
export interface Sheet {
  /** Two or more curves with the same number of points, from root to end. */
  readonly guides: readonly (readonly Point[])[];
  readonly color: Color;
  readonly strands: number;
  /** Sideways swing of each strand in pixels. */
  readonly wave?: number;
  /** Where along the strand the light falls, 0 root to 1 end. */
  readonly gleam?: number;
  readonly gleamOpacity?: number;
  /** Cloth: broad blurred folds instead of hairs. */
  readonly soft?: boolean;
}

/** The curve at t (0 first guide, 1 last guide). */
export function strandAt({ guides }: Sheet, t: number): Point[] {
  const count = guides[0]?.length ?? 0;
  return Array.from({ length: count }, (_, k) =>
    pointOnCurve(
      guides.map((guide): Point => guide[k] ?? [0, 0]),
      t,
    ),
  );
}

function edgeAt(sheet: Sheet, end: 'root' | 'tip'): Point[] {
  return sheet.guides.map((guide): Point => (end === 'root' ? guide[0] : guide.at(-1)) ?? [0, 0]);
}

export function sheetOutline(sheet: Sheet): string {
  const first = sheet.guides[0] ?? [];
  const last = sheet.guides.at(-1) ?? [];
  const back = (points: readonly Point[]) =>
    curveThrough([...points].reverse(), { digits: 0 }).slice(1);
  return `${curveThrough(first, { digits: 0 })}L${curveThrough(edgeAt(sheet, 'tip'), { digits: 0 }).slice(1)}L${back(last)}L${back(edgeAt(sheet, 'root'))}Z`;
}

function partOf(points: readonly Point[], from: number, to: number): Point[] {
  const steps = Math.max(2, Math.ceil((to - from) * (points.length - 1)) + 1);
  return Array.from({ length: steps }, (_, i) =>
    pointOnCurve(points, from + ((to - from) * i) / (steps - 1)),
  );
}

function drawStrands(
  sheet: Sheet,
  sketch: Sketch,
  pick: { from: number; to: number; count: number },
): string {
  const { random } = sketch;
  let d = '';
  for (let i = 0; i < pick.count; i++) {
    const t = (i + random()) / pick.count;
    const start = between(random, pick.from, pick.from + 0.25);
    const end = Math.min(1, start + between(random, 0.3, 0.7) * (pick.to - pick.from));
    const phase = random() * 6.3;
    const swing = sheet.wave ?? 0;
    const points = partOf(strandAt(sheet, t), start, Math.max(end, start + 0.15)).map(
      ([x, y], k): Point => [
        x + Math.sin(phase + k * 1.7) * swing + between(random, -1.5, 1.5),
        y + between(random, -1.5, 1.5),
      ],
    );
    d += curveThrough(points, { digits: 0 });
  }
  return d;
}

export function drawSheet(sheet: Sheet, sketch: Sketch): string {
  const { color, gleam = 0.3, gleamOpacity = 0.4 } = sheet;
  const outline = sheetOutline(sheet);
  const roots = edgeAt(sheet, 'root');
  const tips = edgeAt(sheet, 'tip');
  const middle = (points: readonly Point[]): Point =>
    points[Math.floor(points.length / 2)] ?? [0, 0];
  const body = sketch.linear(middle(roots), middle(tips), [
    [0, hex(shift(color, { l: -0.045 }))],
    [gleam, hex(shift(color, { l: 0.035 }))],
    [1, hex(shift(color, { l: -0.06 }))],
  ]);
  const lightBand = [0.12, 0.35, 0.55, 0.75, 0.92].map((t) =>
    partOf(strandAt(sheet, t), Math.max(0, gleam - 0.1), gleam + 0.14),
  );
  const light = hex(shift(color, { l: 0.17, c: 1.05 }));
  const glow = sketch.blur(
    9,
    lightBand
      .map((points) =>
        stroke(curveThrough(points, { digits: 0 }), {
          color: light,
          width: 17,
          opacity: gleamOpacity,
        }),
      )
      .join(''),
  );
  const marks = sheet.soft === true ? drawFolds(sheet, sketch) : drawHairs(sheet, sketch);
  return (
    sketch.blur(sheet.soft === true ? 0.5 : 1.4, fill(outline, { color: body })) +
    sketch.within(outline, (gleamOpacity > 0 ? glow : '') + marks)
  );
}

function drawHairs(sheet: Sheet, sketch: Sketch): string {
  const { color, strands, gleam = 0.3 } = sheet;
  const count = Math.round(strands / 3);
  const lay = (from: number, to: number, ink: { l: number; width: number; opacity: number }) =>
    stroke(drawStrands(sheet, sketch, { from, to, count }), {
      color: hex(shift(color, { l: ink.l })),
      width: ink.width,
      opacity: ink.opacity,
    });
  return (
    lay(0, 1, { l: -0.1, width: 2.4, opacity: 0.4 }) +
    lay(0.02, 1, { l: 0.06, width: 1.6, opacity: 0.42 }) +
    lay(Math.max(0, gleam - 0.25), Math.min(1, gleam + 0.35), { l: 0.15, width: 1.2, opacity: 0.5 })
  );
}

function drawFolds(sheet: Sheet, sketch: Sketch): string {
  const { color, strands } = sheet;
  const count = Math.round(strands / 2);
  const lay = (l: number, width: number) =>
    sketch.blur(
      3,
      stroke(drawStrands(sheet, sketch, { from: 0, to: 1, count }), {
        color: hex(shift(color, { l })),
        width,
        opacity: 0.55,
      }),
    );
  return lay(-0.1, 7) + lay(0.07, 5);
}
