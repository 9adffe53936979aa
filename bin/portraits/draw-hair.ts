import { shift } from './color.ts';
import { drawCurls, drawCurlsBehind, drawShaven } from './draw-curls.ts';
import { drawScarf, drawScarfBack } from './draw-scarf.ts';
import { type Cut, cuts } from './hair-cuts.ts';
import { drawSheet } from './hair-sheet.ts';
import type { HairStyle } from './person.ts';
import type { Studio } from './portrait-parts.ts';

function findCut(style: HairStyle): Cut | null {
  return style in cuts ? cuts[style as keyof typeof cuts] : null;
}

export function drawBackHair(studio: Studio): string {
  const { person, sketch } = studio;
  const { style, color } = person.hair;
  if (style === 'curls') return drawCurlsBehind(studio);
  if (style === 'scarf') return drawScarfBack(studio);
  return (findCut(style)?.back ?? [])
    .map((guides) =>
      drawSheet(
        { guides, color: shift(color, { l: -0.05 }), strands: 45, gleamOpacity: 0 },
        sketch,
      ),
    )
    .join('');
}

function drawLocks({ person, sketch }: Studio, cut: Cut): string {
  const { wave = 1, gleam = 0.3 } = cut;
  const widest = Math.max(...cut.front.map((lock) => lock.length));
  return cut.front
    .map((guides) => {
      const strands = Math.round(cut.strands * (guides.length < widest ? 0.4 : 1));
      return drawSheet({ guides, color: person.hair.color, strands, wave, gleam }, sketch);
    })
    .join('');
}

export function drawFrontHair(studio: Studio): string {
  const { style } = studio.person.hair;
  if (style === 'shaven') return drawShaven(studio);
  if (style === 'curls') return drawCurls(studio);
  if (style === 'scarf') return drawScarf(studio);
  const cut = findCut(style);
  return cut === null ? '' : drawLocks(studio, cut);
}
