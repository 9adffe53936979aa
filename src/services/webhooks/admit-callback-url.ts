import { AppError } from '../../domain/errors.ts';
import type { CallContext } from '../context.ts';

/** @throws AppError `url_refused` for an address that would not be called, with what would allow it */
export async function admitCallbackUrl(
  ctx: Pick<CallContext, 'outbound'>,
  address: string | undefined,
): Promise<string | null> {
  return address === undefined ? null : admitUrl(ctx, { address, pointer: '/callback_url' });
}

/** As above, for the field at this pointer. @returns the address as it will be called */
export async function admitUrl(
  ctx: Pick<CallContext, 'outbound'>,
  { address, pointer }: { address: string; pointer: string },
): Promise<string> {
  try {
    return (await ctx.outbound.admit(address)).href;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message, cause } = error;
    throw new AppError(code, message, { cause, fields: [{ pointer, detail: message }] });
  }
}
