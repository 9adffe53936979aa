// Writes worker/media/label-glyphs.ts from the openly licensed Noto Sans SC in node_modules. Run after changing a label text.
import { readFileSync, writeFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';

const TEXTS = ['AI生成', 'AI-generated'];
const FILES = ['latin', '118'].map((subset) =>
  fileURL(`../node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-${subset}-600-normal.woff`),
);
const OUTPUT = fileURL('./../worker/media/label-glyphs.ts');

type Font = (table: string) => Buffer;
type Point = { x: number; y: number; on: boolean };

const fonts = FILES.map(readWoff);
const entries = TEXTS.map((text) => {
  const { path, advance } = outline(text);
  return `  '${text}': {\n    advance: ${advance},\n    path: '${path}',\n  },\n`;
});
writeFileSync(
  OUTPUT,
  `/**
 * Outlines of the label texts in Noto Sans SC SemiBold (SIL Open Font License 1.1), written by bin/make-label-glyphs.ts.
 * Font units, ${fonts[0]?.('head').readUInt16BE(18)} to the em; the baseline is y = 0 and y grows downwards.
 */
export const LABEL_GLYPHS = {
${entries.join('')}} as const;

/** Height of a capital letter above the baseline, font units. */
export const LABEL_CAP_HEIGHT = ${fonts[0]?.('OS/2').readInt16BE(88)};
`,
);

function fileURL(path: string): URL {
  return new URL(path, import.meta.url);
}

function readWoff(file: URL): Font {
  const woff = readFileSync(file);
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
  return (name) => {
    const table = tables.get(name);
    if (!table) throw new Error(`The font has no ${name} table`);
    return table;
  };
}

function outline(text: string): { path: string; advance: number } {
  let advance = 0;
  let path = '';
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const found = fonts.map((font) => ({ font, glyph: glyphIndex(font, codePoint) }));
    const match = found.find(({ glyph }) => glyph > 0);
    if (!match) throw new Error(`No glyph for ${character}`);
    for (const contour of contours(match.font, match.glyph)) path += contourPath(contour, advance);
    advance += advanceWidth(match.font, match.glyph);
  }
  return { path, advance };
}

function glyphIndex(font: Font, codePoint: number): number {
  const cmap = font('cmap');
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4));
    if (table.readUInt16BE(0) === 4) return segmentLookup(table, codePoint);
  }
  throw new Error('The font has no format 4 character map');
}

function segmentLookup(table: Buffer, codePoint: number): number {
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

function advanceWidth(font: Font, glyph: number): number {
  const last = font('hhea').readUInt16BE(34) - 1;
  return font('hmtx').readUInt16BE(Math.min(glyph, last) * 4);
}

function contours(font: Font, glyph: number): Point[][] {
  const wide = font('head').readInt16BE(50) === 1;
  const loca = font('loca');
  const start = wide ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2;
  const data = font('glyf').subarray(start);
  const count = data.readInt16BE(0);
  if (count < 0) throw new Error('Composite glyphs are not handled');
  const ends = Array.from({ length: count }, (_, index) => data.readUInt16BE(10 + index * 2));
  const points = readPoints(data, 10 + count * 2, (ends.at(-1) ?? -1) + 1);
  return ends.map((end, index) => points.slice((ends[index - 1] ?? -1) + 1, end + 1));
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
