import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';
import { checkSpace } from '../system/check-space.ts';
import { checkStoredBytes } from './check-room.ts';

/**
 * Whether so many bytes may come at all, before the first of them is taken.
 * @throws AppError `storage_full`, `quota_exceeded`
 */
export async function checkIncoming(ctx: CallContext, bytes: number): Promise<void> {
  requireScope(ctx.caller, 'create');
  await checkSpace(ctx);
  await checkStoredBytes(ctx.database.pool, ctx, { keyId: ctx.caller.keyId, bytes });
}
