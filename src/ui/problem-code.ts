import type { ErrorCode } from '#/domain/errors.ts';
import { enErrors } from './messages/en/errors.ts';
import type { ErrorMessages } from './messages/error-messages.ts';

export type ProblemCode = keyof ErrorMessages;

/** The product's code for whatever a call threw: `network` when no answer came, `internal` for an unknown answer. */
export function problemCode(error: unknown): ProblemCode {
  if (typeof error !== 'object' || error === null) return 'internal';
  const data = 'data' in error ? error.data : undefined;
  const code = readCode(data);
  if (code) return code;
  const cameBack = data !== undefined && data !== null;
  return cameBack ? 'internal' : 'network';
}

/** The code in a problem details object, or in one that holds it. */
export function readCode(value: unknown): ErrorCode | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('problem' in value) return readCode(value.problem);
  const code = 'code' in value ? value.code : undefined;
  return typeof code === 'string' && code !== 'network' && code in enErrors
    ? (code as ErrorCode)
    : null;
}
