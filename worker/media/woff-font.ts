import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

type Point = { x: number; y: number; on: boolean };
type Contour = Point[];

/** Composite glyphs nest at most this deep in a sound font. */
const MAX_NESTING = 4;

/** Outlines of a WOFF font with TrueType glyphs. Font units; the baseline is y = 0 and y grows downwards. */
export class WoffFont {
  readonly unitsPerEm: number;
  readonly capHeight: number;
  readonly #tables: Map<string, Buffer>;

  constructor(file: string | URL) {
    this.#tables = readTables(readFileSync(file));
    this.unitsPerEm = this.#table('head').readUInt16BE(18);
    this.capHeight = this.#table('OS/2').readInt16BE(88);
  }

  /** 0 where the font has no such character. */
  glyphOf(codePoint: number): number {
    const cmap = this.#table('cmap');
    for (let index = 0; index < cmap.readUInt16BE(2); index++) {
      const table = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4));
      const kind = table.readUInt16BE(0);
      const found = kind === 12 ? groupLookup(table, codePoint) : 0;
      const glyph = kind === 4 ? segmentLookup(table, codePoint) : found;
      if (glyph > 0) return glyph;
    }
    return 0;
  }

  advanceOf(glyph: number): number {
    const last = this.#table('hhea').readUInt16BE(34) - 1;
    return this.#table('hmtx').readUInt16BE(Math.min(glyph, last) * 4);
  }

  /** SVG path commands M, L, Q and Z, moved right by `dx`. */
  pathOf(glyph: number, dx: number): string {
    return this.#contours(glyph, MAX_NESTING)
      .map((contour) => contourPath(contour, dx))
      .join('');
  }

  #contours(glyph: number, nesting: number): Contour[] {
    const wide = this.#table('head').readInt16BE(50) === 1;
    const loca = this.#table('loca');
    const [start, end] = [glyph, glyph + 1].map((at) =>
      wide ? loca.readUInt32BE(at * 4) : loca.readUInt16BE(at * 2) * 2,
    );
    if (start === end || nesting === 0) return [];
    const data = this.#table('glyf').subarray(start);
    const count = data.readInt16BE(0);
    if (count < 0) return this.#parts(data, nesting);
    const ends = Array.from({ length: count }, (_, index) => data.readUInt16BE(10 + index * 2));
    const points = readPoints(data, 10 + count * 2, (ends.at(-1) ?? -1) + 1);
    return ends.map((last, index) => points.slice((ends[index - 1] ?? -1) + 1, last + 1));
  }

  /** A letter with its accent: other glyphs, moved. */
  #parts(data: Buffer, nesting: number): Contour[] {
    const contours: Contour[] = [];
    for (const { glyph, dx, dy } of partsOf(data)) {
      for (const contour of this.#contours(glyph, nesting - 1)) {
        contours.push(contour.map(({ x, y, on }) => ({ x: x + dx, y: y + dy, on })));
      }
    }
    return contours;
  }

  #table(name: string): Buffer {
    const table = this.#tables.get(name);
    if (!table) throw new Error(`The font has no ${name} table`);
    return table;
  }
}

function readTables(woff: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < woff.readUInt16BE(12); index++) {
    const entry = 44 + index * 20;
    const [offset, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at));
    if (offset === undefined || packed === undefined) throw new Error('Not a WOFF file');
    const bytes = woff.subarray(offset, offset + packed);
    tables.set(
      woff.toString('latin1', entry, entry + 4),
      packed === length ? bytes : inflateSync(bytes),
    );
  }
  return tables;
}

function* partsOf(data: Buffer): Generator<{ glyph: number; dx: number; dy: number }> {
  for (let at = 10, more = true; more; ) {
    const flags = data.readUInt16BE(at);
    const words = (flags & 1) !== 0;
    const offset = (place: number) =>
      words ? data.readInt16BE(at + 4 + 2 * place) : data.readInt8(at + 4 + place);
    yield { glyph: data.readUInt16BE(at + 2), dx: offset(0), dy: offset(1) };
    const scaleBytes = flags & 8 ? 2 : flags & 64 ? 4 : flags & 128 ? 8 : 0;
    at += (words ? 8 : 6) + scaleBytes;
    more = (flags & 32) !== 0;
  }
}

function groupLookup(table: Buffer, codePoint: number): number {
  for (let index = 0, at = 16; index < table.readUInt32BE(12); index++, at += 12) {
    const start = table.readUInt32BE(at);
    if (codePoint < start || codePoint > table.readUInt32BE(at + 4)) continue;
    return table.readUInt32BE(at + 8) + codePoint - start;
  }
  return 0;
}

function segmentLookup(table: Buffer, codePoint: number): number {
  if (codePoint > 0xffff) return 0;
  const span = table.readUInt16BE(6);
  for (let at = 0; at < span; at += 2) {
    if (table.readUInt16BE(14 + at) < codePoint) continue;
    const start = table.readUInt16BE(16 + span + at);
    if (start > codePoint) return 0;
    const delta = table.readInt16BE(16 + 2 * span + at);
    const rangeAt = 16 + 3 * span + at;
    const range = table.readUInt16BE(rangeAt);
    if (range === 0) return (codePoint + delta) & 0xffff;
    const glyph = table.readUInt16BE(rangeAt + range + 2 * (codePoint - start));
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
  }
  return 0;
}

function readPoints(data: Buffer, at: number, count: number): Point[] {
  let offset = at + 2 + data.readUInt16BE(at);
  const flags: number[] = [];
  while (flags.length < count) {
    const flag = data.readUInt8(offset++);
    const repeats = flag & 8 ? data.readUInt8(offset++) : 0;
    for (let n = 0; n <= repeats; n++) flags.push(flag);
  }
  const axis = (short: number, same: number) => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & short) value += data.readUInt8(offset++) * (flag & same ? 1 : -1);
      else if (!(flag & same)) {
        value += data.readInt16BE(offset);
        offset += 2;
      }
      return value;
    });
  };
  const xs = axis(2, 16);
  const ys = axis(4, 32);
  return flags.map((flag, index) => ({
    x: xs[index] ?? 0,
    y: ys[index] ?? 0,
    on: (flag & 1) === 1,
  }));
}

function contourPath(points: Point[], dx: number): string {
  const firstOn = points.findIndex((point) => point.on);
  const turned = [...points.slice(firstOn), ...points.slice(0, firstOn)];
  const at = (point: { x: number; y: number }) => `${point.x + dx} ${-point.y}`;
  const [first] = turned;
  if (!first) return '';
  let path = `M${at(first)}`;
  for (let index = 1; index <= turned.length; index++) {
    const point = turned[index % turned.length] ?? first;
    if (point.on) {
      path += `L${at(point)}`;
      continue;
    }
    const next = turned[(index + 1) % turned.length] ?? first;
    const end = next.on ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    path += `Q${at(point)} ${at(end)}`;
    if (next.on) index++;
  }
  return `${path}Z`;
}
