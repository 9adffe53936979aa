// Writes worker/media/label-glyphs.ts from the openly licensed Noto Sans SC in node_modules. Run after changing a label text.
import { writeFileSync } from 'node:fs';
import { WoffFont } from '../worker/media/woff-font.ts';

const TEXTS = ['AI生成', 'AI-generated'];
const FILES = ['latin', '118'].map((subset) =>
  fileURL(`../node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-${subset}-600-normal.woff`),
);
const OUTPUT = fileURL('./../worker/media/label-glyphs.ts');

const fonts = FILES.map((file) => new WoffFont(file));
const entries = TEXTS.map((text) => {
  const { path, advance } = outline(text);
  return `  '${text}': {\n    advance: ${advance},\n    path: '${path}',\n  },\n`;
});
writeFileSync(
  OUTPUT,
  `/**
 * Outlines of the label texts in Noto Sans SC SemiBold (SIL Open Font License 1.1), written by bin/make-label-glyphs.ts.
 * Font units, ${fonts[0]?.unitsPerEm} to the em; the baseline is y = 0 and y grows downwards.
 */
export const LABEL_GLYPHS = {
${entries.join('')}} as const;

/** Height of a capital letter above the baseline, font units. */
export const LABEL_CAP_HEIGHT = ${fonts[0]?.capHeight};
`,
);

function fileURL(path: string): URL {
  return new URL(path, import.meta.url);
}

function outline(text: string): { path: string; advance: number } {
  let advance = 0;
  let path = '';
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    const font = fonts.find((each) => each.glyphOf(codePoint) > 0);
    if (!font) throw new Error(`No glyph for ${character}`);
    const glyph = font.glyphOf(codePoint);
    path += font.pathOf(glyph, advance);
    advance += font.advanceOf(glyph);
  }
  return { path, advance };
}
