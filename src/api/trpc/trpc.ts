import { initTRPC } from '@trpc/server';
import { AppError } from '../../domain/errors.ts';
import { hasScope, type Scope } from '../../domain/key.ts';
import { logger } from '../../logger.ts';
import type { CallContext } from '../../services/context.ts';
import { refuseUnstorableText } from '../parse-input.ts';
import { toProblem } from '../problem.ts';
import { fromTrpcError } from './trpc-error.ts';

const PING_MS = 15_000;

const t = initTRPC.context<CallContext>().create({
  isDev: false,
  sse: {
    ping: { enabled: true, intervalMs: PING_MS },
    client: { reconnectAfterInactivityMs: 3 * PING_MS },
  },
  /** The one translator of this transport: callers find the same problem that REST answers with in `data.problem`. */
  errorFormatter({ shape, error }) {
    const problem = toProblem(fromTrpcError(error), logger);
    const { code, path } = shape.data;
    return {
      code: shape.code,
      message: problem.message ?? problem.detail,
      data: { code, path, httpStatus: problem.status, problem },
    };
  },
});

/** A procedure for callers with a scope. */
export function procedureFor(scope: Scope) {
  return t.procedure.use(async ({ ctx, getRawInput, next }) => {
    if (!hasScope(ctx.caller, scope)) {
      throw new AppError('forbidden', `This call needs a key with the scope "${scope}"`);
    }
    refuseUnstorableText(await getRawInput());
    return next();
  });
}

export const { router, createCallerFactory } = t;
