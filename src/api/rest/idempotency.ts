import { AppError, type ErrorCode } from '../../domain/errors.ts';
import type { CallContext } from '../../services/context.ts';
import { MAX_IDEMPOTENCY_KEY_LENGTH, once } from '../../services/idempotency/once.ts';

/** What a call with an Idempotency-Key may be refused for. */
export const ONCE_ERRORS = ['idempotency_mismatch', 'idempotency_in_progress'] as const;

/** What any call that makes a task may be refused for. */
export const CREATE_TASK_ERRORS = [
  'unsupported_option',
  'asset_rejected',
  'url_refused',
  ...ONCE_ERRORS,
  'quota_exceeded',
  'unavailable',
] as const satisfies readonly ErrorCode[];

export const REPLAYED = { 'Idempotency-Replayed': 'true' };

/** The Idempotency-Key of a call, quoted as a structured field or bare. */
function readIdempotencyKey(headers: Headers): string | undefined {
  const value = headers.get('idempotency-key');
  if (value === null) return undefined;
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(value)?.[1];
  const key = quoted === undefined ? value : quoted.replace(/\\(.)/g, '$1');
  if (key.length === 0 || key.length > MAX_IDEMPOTENCY_KEY_LENGTH || /[^\x20-\x7e]/.test(key)) {
    throw new AppError(
      'invalid_request',
      `Idempotency-Key must have 1 to ${MAX_IDEMPOTENCY_KEY_LENGTH} printable ASCII characters`,
    );
  }
  return key;
}

/** Creates at most once for the call's Idempotency-Key, and just creates where there is none. */
export async function createOnce(
  ctx: CallContext,
  call: { headers: Headers; operation: string; body: unknown },
  create: (ctx: CallContext) => Promise<string>,
): Promise<{ resourceId: string; replayed: boolean }> {
  const key = readIdempotencyKey(call.headers);
  if (key === undefined) return { resourceId: await create(ctx), replayed: false };
  const { operation, body } = call;
  return once(ctx, { key, operation, body }, create);
}
