import { z } from 'zod';
import { ERROR_CODES } from './errors.ts';
import { assetIdSchema } from './ids.ts';
import { pageQuerySchema } from './page.ts';

export const assetKindSchema = z.enum(['image', 'audio', 'video']);
export type AssetKind = z.infer<typeof assetKindSchema>;

/** Who brought the bytes: the key, or a task of it. */
export const assetOriginSchema = z.enum(['uploaded', 'made']);
export type AssetOrigin = z.infer<typeof assetOriginSchema>;

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
    origin: assetOriginSchema,
    kind: assetKindSchema.nullable(),
    mime: z.string().nullable(),
    bytes: z.number().int().nullable(),
    received_bytes: z
      .number()
      .int()
      .nullable()
      .describe('Of an import that still goes on: how many of its bytes are here'),
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
    captions_url: z.string().nullable(),
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
  origin: assetOriginSchema.optional(),
  status: assetStatusSchema.optional(),
  q: z.string().trim().min(1).max(200).optional().describe('Part of the file name'),
  created_after: z.iso.datetime({ offset: true }).optional().describe('From this time on'),
  created_before: z.iso.datetime({ offset: true }).optional().describe('Before this time'),
  order: z.enum(['newest', 'largest']).default('newest'),
});
export type ListAssets = z.infer<typeof listAssetsSchema>;

export const importAssetSchema = z.strictObject({
  url: z.string().min(1).max(2_048).describe('An http or https address that is public'),
  filename: z.string().min(1).max(1_000).optional().describe('By default the end of the address'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, { error: 'must be 64 hexadecimal digits' })
    .optional()
    .describe('The import is rejected when its bytes have another hash'),
});
export type ImportAsset = z.infer<typeof importAssetSchema>;

export const deleteAssetsSchema = z.strictObject({
  ids: z.array(assetIdSchema).min(1).max(100),
});
export type DeleteAssets = z.infer<typeof deleteAssetsSchema>;

export const deletedAssetsSchema = z
  .object({
    data: z
      .array(z.object({ id: assetIdSchema, deleted: z.boolean(), error: problemSchema.nullable() }))
      .describe('In the order of the request; what could not be deleted says why'),
  })
  .meta({ id: 'DeletedAssets' });
export type DeletedAssets = z.infer<typeof deletedAssetsSchema>;

/** When the file goes: a moment, or seconds from now. */
export const changeAssetExpirySchema = z
  .strictObject({
    keep_until: z.iso.datetime({ offset: true }).optional(),
    expires_in: z
      .number()
      .int()
      .min(60)
      .max(3_650 * 86_400)
      .optional()
      .describe('Seconds'),
  })
  .refine((body) => (body.keep_until === undefined) !== (body.expires_in === undefined), {
    error: 'give either keep_until or expires_in',
  });
export type ChangeAssetExpiry = z.infer<typeof changeAssetExpirySchema>;

export const storageUsageSchema = z
  .object({
    bytes: z.number().int().describe('Stored, with what unfinished uploads have declared'),
    limit_bytes: z.number().int(),
    files: z.number().int(),
    uploaded_bytes: z.number().int(),
    made_bytes: z.number().int(),
  })
  .meta({ id: 'StorageUsage' });
export type StorageUsage = z.infer<typeof storageUsageSchema>;

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

/** Control characters, line separators, and those that turn the direction of what follows: `gpj.exe` shown as `exe.jpg`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** A client's file name is only a label: no path, nothing that cannot be seen, bounded, never empty. */
export function labelFromFilename(filename: string | undefined): string {
  const last = (filename ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(UNSEEN, '').trim();
  const label = [...clean].slice(0, MAX_FILENAME_LENGTH).join('');
  return /^\.*$/.test(label) ? 'file' : label;
}
