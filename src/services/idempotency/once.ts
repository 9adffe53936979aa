import { createHash } from 'node:crypto';
import {
  claimIdempotencyKey,
  releaseIdempotencyKey,
  settleIdempotencyKey,
} from '../../data/idempotency.ts';
import { AppError } from '../../domain/errors.ts';
import type { CallContext } from '../context.ts';

export const MAX_IDEMPOTENCY_KEY_LENGTH = 255;
/** No creating call takes longer, once its body is here. */
const ABANDONED_AFTER_MS = 60_000;

/**
 * Does `create` once per key of this caller and returns the id it made; a repeated call gets the same id. `create` may
 * settle the claim in the transaction that makes the thing, so that a crash right after it makes nothing twice.
 * @throws AppError `idempotency_mismatch` for another body, `idempotency_in_progress` while the first still runs
 */
export async function once(
  ctx: CallContext,
  call: { key: string; operation: string; body: unknown },
  create: (ctx: CallContext) => Promise<string>,
): Promise<{ resourceId: string; replayed: boolean }> {
  const claim = {
    keyId: ctx.caller.keyId,
    key: call.key,
    operation: call.operation,
    bodySha256: createHash('sha256').update(JSON.stringify(call.body)).digest('hex'),
  };
  const earlier = await claimIdempotencyKey(ctx.database.pool, claim, {
    abandonedAfterMs: ABANDONED_AFTER_MS,
    keptMs: ctx.env.MOUTHPIECE_LIMIT_IDEMPOTENCY_MS,
  });
  if (earlier) {
    if (earlier.operation !== claim.operation || earlier.bodySha256 !== claim.bodySha256) {
      throw new AppError(
        'idempotency_mismatch',
        'Use a new Idempotency-Key for a different request',
      );
    }
    if (earlier.resourceId) return { resourceId: earlier.resourceId, replayed: true };
    throw new AppError(
      'idempotency_in_progress',
      'The first call is still running: repeat this one in a moment',
      { retryAfterS: 1 },
    );
  }
  try {
    const resourceId = await create({ ...ctx, idempotency: claim });
    await settleIdempotencyKey(ctx.database.pool, claim, resourceId);
    return { resourceId, replayed: false };
  } catch (error) {
    await releaseIdempotencyKey(ctx.database.pool, { keyId: claim.keyId, key: claim.key });
    throw error;
  }
}
