import type { AssetProbe } from '#/domain/asset.ts';
import type { MediaProbe } from './media/media-probe.ts';

/** What an asset's row keeps of a probe. */
export function toAssetProbe(probe: MediaProbe): AssetProbe {
  const { kind, mime, durationMs, width, height, fps, videoCodec, audioCodec } = probe;
  const wholeMs = durationMs === null ? null : Math.round(durationMs);
  return { kind, mime, durationMs: wholeMs, width, height, fps, videoCodec, audioCodec };
}
