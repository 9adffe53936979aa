import type { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../domain/errors.ts';
import { validationError } from '../parse-input.ts';

const CODES: Partial<Record<TRPCError['code'], ErrorCode>> = {
  PARSE_ERROR: 'invalid_request',
  BAD_REQUEST: 'invalid_request',
  NOT_FOUND: 'not_found',
  METHOD_NOT_SUPPORTED: 'method_not_allowed',
  UNSUPPORTED_MEDIA_TYPE: 'unsupported_media_type',
  PAYLOAD_TOO_LARGE: 'payload_too_large',
};

/** What stands behind an error of the protocol library: one of ours, an input that does not fit, or the unforeseen. */
export function fromTrpcError(error: TRPCError): unknown {
  const { cause } = error;
  if (cause instanceof AppError) return cause;
  if (cause instanceof z.core.$ZodError) return validationError(cause);
  const code = CODES[error.code];
  return code ? new AppError(code, error.message, { cause }) : (cause ?? error);
}
