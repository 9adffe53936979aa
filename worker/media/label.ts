import { LABEL_CAP_HEIGHT, LABEL_GLYPHS } from './label-glyphs.ts';
import { rasterisePath } from './rasterise-path.ts';
import { textPlate } from './text-plate.ts';
import type { YuvPlanes } from './video-encoder.ts';
import { drawOverlay, type YuvOverlay, yuvOverlay } from './yuv-overlay.ts';

export type LabelOptions = {
  text: LabelText;
  /** How long it is shown from the first frame on, at least 2; without it throughout. */
  seconds?: number;
};

type LabelText = keyof typeof LABEL_GLYPHS;

// The law asks for 5 % of the short side; half a percent more survives anti-aliasing and compression.
const CAP_OF_SHORT_SIDE = 0.055;
const MIN_SECONDS = 2;
const MARGIN_OF_CAP = 0.7;
const PADDING_X_OF_CAP = 0.55;
const PADDING_Y_OF_CAP = 0.45;
const RADIUS_OF_CAP = 0.4;

/**
 * Prepares the AI label, light text on a soft dark plate in the lower right corner, for limited-range YUV 4:2:0 frames.
 * Asked for a frame index it gives what draws on that frame, or null where no label is due.
 */
export function labelPainter(
  label: LabelOptions,
  video: { width: number; height: number; fps: number },
): (index: number) => ((yuv: YuvPlanes) => void) | null {
  const overlay = layOut(label.text, video);
  const seconds = label.seconds ?? Number.POSITIVE_INFINITY;
  const frames = Math.ceil(Math.max(MIN_SECONDS, seconds) * video.fps);
  const paint = (yuv: YuvPlanes) => drawOverlay(overlay, yuv);
  return (index) => (index < frames ? paint : null);
}

function layOut(text: LabelText, video: { width: number; height: number }): YuvOverlay {
  const glyphs = LABEL_GLYPHS[text];
  const cap = Math.ceil(Math.min(video.width, video.height) * CAP_OF_SHORT_SIDE);
  const scale = cap / LABEL_CAP_HEIGHT;
  const padX = Math.round(cap * PADDING_X_OF_CAP);
  const padY = Math.round(cap * PADDING_Y_OF_CAP);
  const margin = evenUp(cap * MARGIN_OF_CAP);
  const width = evenUp(Math.min(glyphs.advance * scale + 2 * padX, video.width - margin));
  const height = evenUp(cap + 2 * padY);
  const coverage = rasterisePath(glyphs.path, {
    scale,
    offsetX: (width - glyphs.advance * scale) / 2,
    offsetY: padY + cap,
    width,
    height,
  });
  return yuvOverlay(textPlate(coverage, { width, height, radius: cap * RADIUS_OF_CAP }), {
    left: Math.max(0, video.width - margin - width) & ~1,
    top: Math.max(0, video.height - margin - height) & ~1,
  });
}

function evenUp(pixels: number): number {
  return 2 * Math.ceil(pixels / 2);
}
