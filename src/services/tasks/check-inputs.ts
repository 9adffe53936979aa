import type { AssetRow } from '../../data/assets.ts';
import { AppError } from '../../domain/errors.ts';

export type TaskAsset = { field: string; asset: AssetRow };

const EXPECTED: Record<string, { fits: (asset: AssetRow) => boolean; wanted: string }> = {
  watermark: { fits: (asset) => asset.kind === 'image', wanted: 'an image' },
  image: { fits: (asset) => asset.kind === 'image', wanted: 'an image' },
  video: { fits: (asset) => asset.kind === 'video', wanted: 'a video' },
  audio: {
    fits: (asset) =>
      asset.kind === 'audio' || (asset.kind === 'video' && asset.audioCodec !== null),
    wanted: 'a recording, or a video with sound',
  },
};

/**
 * What stands in the way of these inputs: an error of the first bad one, or null when all that is known is fine.
 * Assets that are still uploading or probing are waited for.
 */
export function findInputError(inputs: TaskAsset[]): AppError | null {
  for (const { field, asset } of inputs) {
    if (asset.status === 'rejected') {
      return new AppError(
        'asset_rejected',
        `${asset.filename}: ${asset.errorDetail ?? 'the file was rejected'}`,
        {
          fields: [{ pointer: `/input/${field}`, detail: asset.errorDetail ?? 'was rejected' }],
        },
      );
    }
    const expected = EXPECTED[field];
    if (asset.status === 'ready' && expected && !expected.fits(asset)) {
      return new AppError(
        'validation_failed',
        `${field} must be ${expected.wanted}; ${asset.filename} is not`,
        {
          fields: [{ pointer: `/input/${field}`, detail: `must be ${expected.wanted}` }],
        },
      );
    }
  }
  return null;
}

export function areInputsReady(inputs: TaskAsset[]): boolean {
  return inputs.every(({ asset }) => asset.status === 'ready');
}
