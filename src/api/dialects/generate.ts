import { AppError } from '../../domain/errors.ts';
import type { CallContext } from '../../services/context.ts';
import { readJson } from '../read-body.ts';
import type { HttpCall } from '../rest/route.ts';

/**
 * Three of the earlier services answer at `POST /api/v1/generate`: a form is of the first, and JSON tells by the fields
 * that only one of them has.
 */
const FAMILIES = {
  'lip-sync': ['video_path', 'template_id'],
  'image-to-video': ['image_base64', 'images_base64'],
  'live-avatar': ['image_path'],
} as const;
export type Family = keyof typeof FAMILIES;

export type GenerateCall =
  | { family: 'lip-sync'; body: 'form' | Record<string, unknown> }
  | { family: Exclude<Family, 'lip-sync'>; body: Record<string, unknown> };

const NEEDS =
  'Send a form with the files `audio` and `video` (lip-sync), or JSON with `audio_path` and `video_path` (lip-sync), with `image_base64` (image-to-video), or with `image_path` and `audio_path` (live-avatar)';

/** Whose call this is. @throws AppError `invalid_request` for one that is nobody's, or of two */
export async function readGenerateCall(ctx: CallContext, http: HttpCall): Promise<GenerateCall> {
  const type = http.headers.get('content-type')?.toLowerCase() ?? '';
  if (type.startsWith('multipart/form-data')) return { family: 'lip-sync', body: 'form' };
  if (!/^application\/json\b/.test(type)) throw new AppError('invalid_request', NEEDS);
  const body = await readJson(http.request, ctx.env.MOUTHPIECE_LIMIT_BASE64_JSON_BYTES);
  const families = familiesOf(body);
  const [family, other] = families;
  if (!family || !isObject(body)) throw new AppError('invalid_request', NEEDS);
  if (other) {
    const both = families.join(' and ');
    throw new AppError('invalid_request', `This has fields of ${both} at once. ${NEEDS}`);
  }
  return { family, body };
}

function familiesOf(body: unknown): Family[] {
  if (!isObject(body)) return [];
  const families = Object.keys(FAMILIES) as Family[];
  return families.filter((family) => FAMILIES[family].some((field) => body[field] != null));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
