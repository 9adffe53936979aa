import { Readable } from 'node:stream';
import { AppError } from '../../domain/errors.ts';
import type { Caller } from '../../domain/key.ts';
import { hasScope } from '../../domain/key.ts';
import type { AssetContent } from '../../services/assets/open-asset-content.ts';
import { openAssetContent } from '../../services/assets/open-asset-content.ts';
import type { AssetPart } from '../../services/assets/render-asset.ts';
import type { AppContext } from '../../services/context.ts';
import { invalidToken } from '../credentials.ts';
import { PROBLEM_TYPE, toProblem } from '../problem.ts';
import { type ByteSpan, parseRange } from './byte-range.ts';
import { contentDisposition } from './content-disposition.ts';
import { matchesTag } from './entity-tag.ts';
import type { HttpCall } from './route.ts';

/** What a browser may show on our origin; everything else is only downloaded. */
const SHOWN_INLINE =
  /^(image\/(jpeg|png|gif|webp|bmp|avif)|audio\/(mpeg|mp4|aac|wav|x-wav|flac|ogg|webm)|video\/(mp4|webm|quicktime|ogg|x-matroska)|text\/vtt)$/;

type Wanted = {
  id: string;
  part: AssetPart;
  download: boolean;
  exp?: string | undefined;
  sig?: string | undefined;
};

/** Serves bytes to a caller with the scope, or to whoever holds the signed link. */
export async function serveAssetContent(
  app: AppContext,
  caller: Caller | null,
  call: { wanted: Wanted; http: HttpCall },
): Promise<Response> {
  const { wanted } = call;
  const { exp, sig } = wanted;
  const signature = exp !== undefined && sig !== undefined ? { exp, sig } : undefined;
  if (!caller && !signature) throw invalidToken();
  const reader = caller && hasScope(caller, 'read') ? caller : undefined;
  if (!reader && !signature) throw new AppError('forbidden', 'This call needs the scope "read"');
  const content = await openAssetContent(app, {
    id: wanted.id,
    part: wanted.part,
    caller: reader,
    signature,
  });
  return respond(app, content, call);
}

function respond(
  app: AppContext,
  content: AssetContent,
  { wanted, http }: { wanted: Wanted; http: HttpCall },
): Response {
  const headers = contentHeaders(content, wanted);
  if (matchesTag(http.headers, content.etag)) return new Response(null, { status: 304, headers });
  const span = wantedSpan(http.headers, content);
  if (span === 'none') return unsatisfiable(app, content.bytes);
  const whole = span === 'all';
  const { start, end } = whole ? { start: 0, end: content.bytes - 1 } : span;
  headers.set('Content-Length', String(end - start + 1));
  if (!whole) headers.set('Content-Range', `bytes ${start}-${end}/${content.bytes}`);
  const status = whole ? 200 : 206;
  if (http.method === 'HEAD') return new Response(null, { status, headers });
  const stream = whole ? content.open() : content.open({ start, end });
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, { status, headers });
}

// RFC 9110, section 13.1.5: a range is only valid for the entity that If-Range names, by a strong ETag.
function wantedSpan(headers: Headers, content: AssetContent): ByteSpan | 'all' | 'none' {
  const condition = headers.get('if-range');
  if (condition !== null && condition.trim() !== content.etag) return 'all';
  return parseRange(headers.get('range'), content.bytes);
}

function nameOf({ filename, mime }: AssetContent, part: AssetPart): string {
  switch (part) {
    case 'content':
      return filename;
    case 'thumbnail':
      return `${filename}.webp`;
    case 'captions':
      return filename.replace(/\.[^.]*$/, mime === 'text/vtt' ? '.vtt' : '.srt');
    default:
      return part satisfies never;
  }
}

function contentHeaders(content: AssetContent, wanted: Wanted): Headers {
  const safe = SHOWN_INLINE.test(content.mime);
  const name = nameOf(content, wanted.part);
  return new Headers({
    'Content-Type': safe ? content.mime : 'application/octet-stream',
    'Content-Disposition': contentDisposition(
      safe && !wanted.download ? 'inline' : 'attachment',
      name,
    ),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; img-src 'self'; media-src 'self'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'private, max-age=3600',
    ETag: content.etag,
  });
}

function unsatisfiable(app: AppContext, total: number): Response {
  const error = new AppError('range_not_satisfiable', `The file has ${total} bytes`);
  return new Response(JSON.stringify(toProblem(error, app.logger)), {
    status: 416,
    headers: { 'Content-Type': PROBLEM_TYPE, 'Content-Range': `bytes */${total}` },
  });
}
