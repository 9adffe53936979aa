import { LABEL_CAP_HEIGHT, LABEL_GLYPHS } from './label-glyphs.ts';
import { rasterisePath } from './rasterise-path.ts';
import type { YuvPlanes } from './video-encoder.ts';

export type LabelOptions = {
  text: LabelText;
  /** How long it is shown from the first frame on, at least 2; without it throughout. */
  seconds?: number;
};

type LabelText = keyof typeof LABEL_GLYPHS;

/** One plane of the label, ready to blend: out = (in × keep + add) / 256. */
type Overlay = { left: number; top: number; width: number; keep: Uint16Array; add: Uint16Array };

// The law asks for 5 % of the short side; half a percent more survives anti-aliasing and compression.
const CAP_OF_SHORT_SIDE = 0.055;
const MIN_SECONDS = 2;
const MARGIN_OF_CAP = 0.7;
const PADDING_X_OF_CAP = 0.55;
const PADDING_Y_OF_CAP = 0.45;
const PLATE_OPACITY = 0.58;
const TEXT_OPACITY = 0.97;
const PLATE_LUMA = 24;
const TEXT_LUMA = 235;
const NEUTRAL_CHROMA = 128;

/**
 * Prepares the AI label, light text on a soft dark plate in the lower right corner, for limited-range YUV 4:2:0 frames.
 * Asked for a frame index it gives what draws on that frame, or null where no label is due.
 */
export function labelPainter(
  label: LabelOptions,
  video: { width: number; height: number; fps: number },
): (index: number) => ((yuv: YuvPlanes) => void) | null {
  const overlays = layOut(label.text, video);
  const seconds = label.seconds ?? Number.POSITIVE_INFINITY;
  const frames = Math.ceil(Math.max(MIN_SECONDS, seconds) * video.fps);
  const paint = ({ planes, strides }: YuvPlanes) => {
    overlays.forEach((overlay, plane) => {
      const pixels = planes[plane];
      if (pixels) blend(overlay, pixels, strides[plane] ?? 0);
    });
  };
  return (index) => (index < frames ? paint : null);
}

function layOut(text: LabelText, video: { width: number; height: number }): Overlay[] {
  const glyphs = LABEL_GLYPHS[text];
  const cap = Math.ceil(Math.min(video.width, video.height) * CAP_OF_SHORT_SIDE);
  const scale = cap / LABEL_CAP_HEIGHT;
  const padX = Math.round(cap * PADDING_X_OF_CAP);
  const padY = Math.round(cap * PADDING_Y_OF_CAP);
  const margin = evenUp(cap * MARGIN_OF_CAP);
  const width = evenUp(Math.min(glyphs.advance * scale + 2 * padX, video.width - margin));
  const height = evenUp(cap + 2 * padY);
  const text01 = rasterisePath(glyphs.path, {
    scale,
    offsetX: (width - glyphs.advance * scale) / 2,
    offsetY: padY + cap,
    width,
    height,
  });
  const plate = roundedPlate(width, height, cap * 0.4);
  const left = Math.max(0, video.width - margin - width) & ~1;
  const top = Math.max(0, video.height - margin - height) & ~1;
  const alphas = text01.map((t, at) => 1 - (1 - t * TEXT_OPACITY) * (1 - (plate[at] ?? 0)));
  const luma = overlay({ left, top, width }, alphas, (at) => {
    const textPart = (text01[at] ?? 0) * TEXT_OPACITY;
    return TEXT_LUMA * textPart + PLATE_LUMA * (plate[at] ?? 0) * (1 - textPart);
  });
  const halved = halve(alphas, width);
  const chroma = overlay(
    { left: left / 2, top: top / 2, width: width / 2 },
    halved,
    (at) => NEUTRAL_CHROMA * (halved[at] ?? 0),
  );
  return [luma, chroma, chroma];
}

function overlay(
  place: { left: number; top: number; width: number },
  alphas: Float32Array,
  premultiplied: (at: number) => number,
): Overlay {
  return {
    ...place,
    keep: Uint16Array.from(alphas, (alpha) => Math.round((1 - alpha) * 256)),
    add: Uint16Array.from(alphas, (_, at) => Math.round(premultiplied(at) * 256)),
  };
}

function roundedPlate(width: number, height: number, radius: number): Float32Array {
  const opacity = new Float32Array(width * height);
  for (let at = 0; at < opacity.length; at++) {
    const dx = Math.max(0, Math.abs((at % width) + 0.5 - width / 2) - width / 2 + radius);
    const dy = Math.max(
      0,
      Math.abs(Math.floor(at / width) + 0.5 - height / 2) - height / 2 + radius,
    );
    opacity[at] = PLATE_OPACITY * Math.min(1, Math.max(0, radius - Math.hypot(dx, dy) + 0.5));
  }
  return opacity;
}

function halve(plane: Float32Array, width: number): Float32Array {
  const half = width / 2;
  return new Float32Array(plane.length / 4).map((_, at) => {
    const from = Math.floor(at / half) * 2 * width + (at % half) * 2;
    const four = [from, from + 1, from + width, from + width + 1];
    return four.reduce((sum, place) => sum + (plane[place] ?? 0), 0) / 4;
  });
}

function blend(overlay: Overlay, pixels: Uint8Array, stride: number): void {
  const { left, width, keep, add } = overlay;
  for (let at = 0; at < keep.length; at++) {
    const place = (overlay.top + Math.floor(at / width)) * stride + left + (at % width);
    pixels[place] = ((pixels[place] ?? 0) * (keep[at] ?? 256) + (add[at] ?? 0) + 128) >> 8;
  }
}

function evenUp(pixels: number): number {
  return 2 * Math.ceil(pixels / 2);
}
