import type { ShownTask } from '../../data/task-views.ts';
import type { TaskOutput } from '../../domain/task.ts';
import { type AssetPart, assetPath } from '../assets/render-asset.ts';

/** What a task made, without the timings of its words. @param link makes the address of a path that opens bare */
export function renderOutput(
  asset: ShownTask['outputAsset'],
  link: (path: string) => string,
): Omit<TaskOutput, 'words'> | null {
  if (!asset?.sha256) return null;
  const linkTo = (part: AssetPart) => link(assetPath(asset.id, part));
  return {
    asset_id: asset.id,
    url: linkTo('content'),
    duration: asset.durationMs === null ? null : asset.durationMs / 1000,
    width: asset.width,
    height: asset.height,
    fps: asset.fps,
    bytes: Number(asset.bytes),
    sha256: asset.sha256,
    thumbnail_url: asset.thumbnailBlob ? linkTo('thumbnail') : null,
    captions_url: asset.captionsBlob ? linkTo('captions') : null,
  };
}
