import type { Picture } from '../vision/face.ts';
import type { CaptionCue } from './caption-cues.ts';
import { captionPainter } from './caption-painter.ts';
import { type LabelOptions, labelPainter } from './label.ts';
import type { YuvPlanes } from './video-encoder.ts';
import { watermarkOverlay } from './watermark.ts';
import { drawOverlay } from './yuv-overlay.ts';

type Paint = (yuv: YuvPlanes) => void;

type Painted = {
  width: number;
  height: number;
  fps: number;
  label: LabelOptions | null;
  watermark?: Picture | null;
  captions?: readonly CaptionCue[] | null;
};

/** Everything that is laid over the frames of a video, the AI label last. Asked for a frame index it gives what draws on it. */
export function framePainter(video: Painted): (index: number) => Paint | null {
  const layers: ((index: number) => Paint | null)[] = [];
  if (video.watermark) {
    const overlay = watermarkOverlay(video.watermark, video);
    layers.push(() => (yuv) => drawOverlay(overlay, yuv));
  }
  if (video.captions) layers.push(captionPainter(video.captions, video));
  if (video.label) layers.push(labelPainter(video.label, video));
  return (index) => {
    const due = layers.map((layer) => layer(index)).filter((paint) => paint !== null);
    if (due.length === 0) return null;
    return (yuv) => {
      for (const paint of due) paint(yuv);
    };
  };
}
