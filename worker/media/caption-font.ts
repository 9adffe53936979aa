import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { WoffFont } from './woff-font.ts';

/** A line of text as an outline, in units of the em, from x = 0 on its baseline. */
export type TextOutline = { path: string; advance: number; unitsPerEm: number };

type Subset = { name: string; ranges: [from: number, to: number][] };

const SAMPLE = '@fontsource/noto-sans-sc/files/noto-sans-sc-latin-600-normal.woff';
const FIRST = ['latin', 'latin-ext', 'cyrillic', 'vietnamese'];
const BLANK_EM = 0.5;

/**
 * Noto Sans SC SemiBold (SIL Open Font License 1.1) as it comes from npm: a hundred files, each with some characters, read
 * when one of theirs is needed.
 */
export class CaptionFont {
  readonly #folder = dirname(createRequire(import.meta.url).resolve(SAMPLE));
  readonly #subsets: Subset[];
  readonly #files = new Map<string, WoffFont>();
  readonly #found = new Map<number, { font: WoffFont; glyph: number } | null>();

  constructor() {
    const file = readFileSync(join(this.#folder, '..', 'unicode.json'), 'utf8');
    this.#subsets = Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(file)))
      .map(([name, ranges]) => ({ name: name.replace(/[[\]]/g, ''), ranges: parseRanges(ranges) }))
      .sort((left, right) => rank(left.name) - rank(right.name));
  }

  /** A letter without its mark stands for one the font does not have; other missing characters leave a gap. */
  outline(text: string): TextOutline {
    const { unitsPerEm } = this.#open('latin');
    let path = '';
    let advance = 0;
    for (const letter of text) {
      const found =
        this.#find(letter.codePointAt(0) ?? 0) ??
        this.#find(letter.normalize('NFD').codePointAt(0) ?? 0);
      if (found) path += found.font.pathOf(found.glyph, advance);
      advance += found ? found.font.advanceOf(found.glyph) : BLANK_EM * unitsPerEm;
    }
    return { path, advance, unitsPerEm };
  }

  #find(codePoint: number): { font: WoffFont; glyph: number } | null {
    const known = this.#found.get(codePoint);
    if (known !== undefined) return known;
    let found: { font: WoffFont; glyph: number } | null = null;
    for (const { name, ranges } of this.#subsets) {
      if (!ranges.some(([from, to]) => codePoint >= from && codePoint <= to)) continue;
      const font = this.#open(name);
      const glyph = font.glyphOf(codePoint);
      if (glyph > 0) found = { font, glyph };
      if (found) break;
    }
    this.#found.set(codePoint, found);
    return found;
  }

  #open(name: string): WoffFont {
    const font =
      this.#files.get(name) ??
      new WoffFont(join(this.#folder, `noto-sans-sc-${name}-600-normal.woff`));
    this.#files.set(name, font);
    return font;
  }
}

function parseRanges(text: string): [number, number][] {
  return text.split(',').map((range) => {
    const [from = 0, to = from] = range
      .replace(/^\s*U\+/i, '')
      .split('-')
      .map((hex) => Number.parseInt(hex, 16));
    return [from, to];
  });
}

function rank(name: string): number {
  const at = FIRST.indexOf(name);
  return at < 0 ? FIRST.length : at;
}
