import type { YuvPlanes } from './video-encoder.ts';

export type LabelOptions = {
  text: 'AI生成' | 'AI-generated';
  /** How long it is shown from the first frame on, at least 2; without it throughout. */
  seconds?: number;
};

export function labelPainter(
  _options: LabelOptions,
  _video: { width: number; height: number; fps: number },
): (index: number) => ((yuv: YuvPlanes) => void) | null {
  return () => null;
}
