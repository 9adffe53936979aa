import { curveThrough, line } from './geometry.ts';
import type { Studio } from './portrait-parts.ts';
import { stroke } from './sketch.ts';

/** The shade that hair or scarf throws on forehead and temples; part of the skin. */
export function drawHairShade({ person, sketch, tones }: Studio): string {
  const { style } = person.hair;
  if (style === 'none') return '';
  const lift = style === 'receding' ? -16 : 0;
  const edge = curveThrough(
    line(
      `-178 60, -168 -50, -136 -140, -70 ${-190 + lift}, 40 ${-192 + lift}, 122 -150, 166 -50, 178 60`,
    ),
  );
  return sketch.blur(13, stroke(edge, { color: tones.deep, width: 34, opacity: 0.6 }));
}
