import { z } from 'zod';
import { ERROR_CODES } from './errors.ts';
import { assetIdSchema } from './ids.ts';
import { pageQuerySchema } from './page.ts';

export const assetKindSchema = z.enum(['image', 'audio', 'video']);
export type AssetKind = z.infer<typeof assetKindSchema>;

/** uploading → probing → ready | rejected. An asset's bytes never change. */
export const assetStatusSchema = z.enum(['uploading', 'probing', 'ready', 'rejected']);
export type AssetStatus = z.infer<typeof assetStatusSchema>;

export const problemSchema = z.object({
  code: z.enum(ERROR_CODES),
  title: z.string(),
  detail: z.string(),
  retryable: z.boolean(),
});
export type Problem = z.infer<typeof problemSchema>;

/** Where a face is, in parts of the width and height of its picture, origin top left. */
export const seenFaceSchema = z
  .object({
    x: z.number(),
    y: z.number(),
    width: z.number(),
    height: z.number(),
    score: z.number().describe('How sure it is, 0.5 to 1'),
  })
  .meta({ id: 'SeenFace' });
export type SeenFace = z.infer<typeof seenFaceSchema>;

export const assetSchema = z
  .object({
    id: assetIdSchema,
    status: assetStatusSchema,
    filename: z.string(),
    kind: assetKindSchema.nullable(),
    mime: z.string().nullable(),
    bytes: z.number().int().nullable(),
    sha256: z.string().nullable(),
    duration: z.number().nullable().describe('Seconds'),
    width: z.number().int().nullable().describe('Pixels as displayed, rotation applied'),
    height: z.number().int().nullable(),
    fps: z.number().nullable(),
    video_codec: z.string().nullable(),
    audio_codec: z.string().nullable(),
    faces: z
      .array(seenFaceSchema)
      .nullable()
      .describe(
        'Faces in a picture, or in one good frame of footage, from the left; found soon after the asset is ready, null until then',
      ),
    url: z.string().nullable().describe('Opens without a header until it expires'),
    thumbnail_url: z.string().nullable(),
    created_at: z.string(),
    expires_at: z.string().nullable(),
    error: problemSchema.nullable(),
  })
  .meta({ id: 'Asset' });
export type Asset = z.infer<typeof assetSchema>;

export const deletedAssetSchema = z
  .object({ id: assetIdSchema, deleted: z.literal(true) })
  .meta({ id: 'DeletedAsset' });

export const listAssetsSchema = pageQuerySchema.extend({
  kind: assetKindSchema.optional(),
  status: assetStatusSchema.optional(),
});
export type ListAssets = z.infer<typeof listAssetsSchema>;

/** What probing found; the worker's report on an upload. */
export type AssetProbe = {
  kind: AssetKind;
  mime: string;
  durationMs: number | null;
  width: number | null;
  height: number | null;
  fps: number | null;
  videoCodec: string | null;
  audioCodec: string | null;
};

export const MAX_FILENAME_LENGTH = 255;

/** A client's file name is only a label: no path, no control characters, bounded, never empty. */
export function labelFromFilename(name: string | undefined): string {
  const last = (name ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  const clean = last.replace(/[\u0000-\u001f\u007f]/g, '').trim();
  return [...clean].slice(0, MAX_FILENAME_LENGTH).join('') || 'file';
}
