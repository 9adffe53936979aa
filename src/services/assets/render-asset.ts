import { z } from 'zod';
import type { AssetRow } from '../../data/assets.ts';
import {
  type Asset,
  assetKindSchema,
  assetOriginSchema,
  assetStatusSchema,
  type Problem,
  seenFaceSchema,
} from '../../domain/asset.ts';
import { ERRORS, type ErrorCode } from '../../domain/errors.ts';
import { toTimestamp, toTimestampOrNull } from '../../domain/time.ts';
import type { AppContext } from '../context.ts';

/** The files of an asset: its bytes, a small picture, captions beside a video. */
export type AssetPart = 'content' | 'thumbnail' | 'captions';

export function assetPath(id: string, part: AssetPart): string {
  return `/api/v1/assets/${id}/${part}`;
}

export function renderProblem(code: string | null, detail: string | null): Problem | null {
  if (!code || !(code in ERRORS)) return null;
  const { title, retryable } = ERRORS[code as ErrorCode];
  return { code: code as ErrorCode, title, detail: detail ?? '', retryable };
}

export function renderAsset(app: Pick<AppContext, 'links'>, row: AssetRow): Asset {
  return {
    id: row.id,
    status: assetStatusSchema.parse(row.status),
    filename: row.filename,
    origin: assetOriginSchema.parse(row.origin),
    kind: assetKindSchema.nullable().parse(row.kind),
    mime: row.mime,
    bytes: row.bytes === null ? null : Number(row.bytes),
    received_bytes:
      row.status === 'uploading' && row.receivedBytes !== null ? Number(row.receivedBytes) : null,
    sha256: row.sha256,
    duration: row.durationMs === null ? null : row.durationMs / 1000,
    width: row.width,
    height: row.height,
    fps: row.fps,
    video_codec: row.videoCodec,
    audio_codec: row.audioCodec,
    faces: row.faces === null ? null : z.array(seenFaceSchema).parse(row.faces),
    url: row.status === 'ready' ? app.links.sign(assetPath(row.id, 'content')) : null,
    thumbnail_url: row.thumbnailBlob ? app.links.sign(assetPath(row.id, 'thumbnail')) : null,
    captions_url: row.captionsBlob ? app.links.sign(assetPath(row.id, 'captions')) : null,
    created_at: toTimestamp(row.createdAt),
    expires_at: toTimestampOrNull(row.expiresAt),
    error: renderProblem(row.errorCode, row.errorDetail),
  };
}
