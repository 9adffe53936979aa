import type { Picture } from '../vision/face.ts';
import { type CaptionCue, hasWideLetters, LINE_UNITS } from './caption-cues.ts';
import { CaptionFont, type TextOutline } from './caption-font.ts';
import { rasterisePath } from './rasterise-path.ts';
import { textPlate } from './text-plate.ts';
import type { YuvPlanes } from './video-encoder.ts';
import { drawOverlay, type YuvOverlay, yuvOverlay } from './yuv-overlay.ts';

type Video = { width: number; height: number; fps: number };

const EM_OF_SHORT_SIDE = 0.052;
const MOST_OF_WIDTH = 0.92;
const UNIT_EM = 0.52;
const LINE_EM = 1.32;
const BASELINE_EM = 0.98;
const PADDING_X_EM = 0.5;
const PADDING_Y_EM = 0.22;
const RADIUS_EM = 0.3;
/** Ends above the AI label, which takes the lowest 14 % of the short side. */
const BOTTOM_OF_SHORT_SIDE = 0.155;

/** How many units a line of captions may have in a video of this shape; see `captionCues`. */
export function captionLineUnits(video: { width: number; height: number }): number {
  const em = Math.min(video.width, video.height) * EM_OF_SHORT_SIDE;
  return Math.min(LINE_UNITS, Math.floor((video.width * MOST_OF_WIDTH) / (em * UNIT_EM)));
}

/** Prepares captions in the lower middle. Asked for a frame index it gives what draws on it, or null between captions. */
export function captionPainter(
  cues: readonly CaptionCue[],
  video: Video,
): (index: number) => ((yuv: YuvPlanes) => void) | null {
  const font = new CaptionFont();
  let next = 0;
  let shown: { cue: CaptionCue; overlay: YuvOverlay } | null = null;
  return (index) => {
    const timeMs = (index * 1000) / video.fps;
    if (timeMs < (cues[next - 1]?.startMs ?? 0)) next = 0;
    while (timeMs >= (cues[next]?.endMs ?? Number.POSITIVE_INFINITY)) next++;
    const cue = cues[next];
    if (!cue || timeMs < cue.startMs) return null;
    if (shown?.cue !== cue) shown = { cue, overlay: layOut(cue, { font, video }) };
    const { overlay } = shown;
    return (yuv) => drawOverlay(overlay, yuv);
  };
}

function layOut(cue: CaptionCue, { font, video }: { font: CaptionFont; video: Video }): YuvOverlay {
  const lines = cue.lines.map((line) => font.outline(latinQuotes(line)));
  const em = emFor(lines, video);
  const plate = drawLines(lines, em);
  const bottom = video.height - Math.min(video.width, video.height) * BOTTOM_OF_SHORT_SIDE;
  return yuvOverlay(plate, {
    left: even((video.width - plate.width) / 2),
    top: even(Math.max(0, bottom - plate.height)),
  });
}

/** The font draws curly quotes as wide as a Han character; between Latin letters straight ones look right. */
function latinQuotes(line: string): string {
  if (hasWideLetters(line)) return line;
  return line.replace(/[“”]/g, '"').replace(/[‘’]/g, "'");
}

/** The size of the letters, smaller where the longest line would not fit. */
function emFor(lines: TextOutline[], video: Video): number {
  const widest = Math.max(...lines.map(({ advance, unitsPerEm }) => advance / unitsPerEm));
  const room = (video.width * MOST_OF_WIDTH) / (widest + 2 * PADDING_X_EM);
  return Math.min(Math.min(video.width, video.height) * EM_OF_SHORT_SIDE, room);
}

function drawLines(lines: TextOutline[], em: number): Picture {
  const widest = Math.max(...lines.map(({ advance, unitsPerEm }) => advance / unitsPerEm));
  const width = even((widest + 2 * PADDING_X_EM) * em) + 2;
  const height = even((lines.length * LINE_EM + 2 * PADDING_Y_EM) * em) + 2;
  const text = new Float32Array(width * height);
  const lineHeight = Math.ceil(LINE_EM * em);
  lines.forEach(({ path, advance, unitsPerEm }, row) => {
    const top = Math.round((PADDING_Y_EM + row * LINE_EM) * em);
    const scale = em / unitsPerEm;
    const line = rasterisePath(path, {
      scale,
      offsetX: (width - advance * scale) / 2,
      offsetY: BASELINE_EM * em,
      width,
      height: Math.min(lineHeight, height - top),
    });
    line.forEach((coverage, at) => {
      const place = top * width + at;
      text[place] = Math.max(text[place] ?? 0, coverage);
    });
  });
  return textPlate(text, { width, height, radius: RADIUS_EM * em });
}

function even(pixels: number): number {
  return 2 * Math.floor(pixels / 2);
}
