import type { Frame, IRational, Stream } from 'node-av/lib';
import type { Rotation } from './rotation.ts';

/** Wider or narrower pixels than this are a damaged header. */
const MOST_ASPECT = 4;

/** How much wider than high a pixel is shown. The container's word goes before the codec's. */
export function pixelAspect(stream: Stream, frame?: Frame): number {
  const said = [
    stream.sampleAspectRatio,
    frame?.sampleAspectRatio ?? stream.codecpar.sampleAspectRatio,
  ];
  const ratio = said.map(toNumber).find((value) => value > 0) ?? 1;
  return ratio > MOST_ASPECT || ratio < 1 / MOST_ASPECT ? 1 : ratio;
}

/** The size a coded picture is shown at: square pixels, upright. */
export function displaySize(
  coded: { width: number; height: number },
  shown: { aspect: number; rotation: Rotation },
): { width: number; height: number } {
  const width = Math.round(coded.width * shown.aspect);
  return shown.rotation % 180 === 0
    ? { width, height: coded.height }
    : { width: coded.height, height: width };
}

function toNumber({ num, den }: IRational): number {
  return den > 0 ? num / den : 0;
}
