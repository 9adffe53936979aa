import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AppError, ERROR_CODES, ERRORS } from '../domain/errors.ts';
import { isDiskFull } from '../domain/is-disk-full.ts';
import type { Logger } from '../logger.ts';
import { isDatabaseAway } from '../services/system/is-database-away.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457, section 3: the members of a problem details object, and ours. */
export const problemDetailsSchema = z
  .object({
    type: z.string().describe('Where this kind of problem is explained'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('What happened here and what to do about it'),
    instance: z.string().describe('Names this occurrence; the log knows it too'),
    code: z.enum(ERROR_CODES).describe('One of a closed list, for programs'),
    errors: z
      .array(
        z.object({
          pointer: z.string().describe('RFC 6901 pointer to the field'),
          detail: z.string(),
        }),
      )
      .optional(),
    error: z.string().optional(),
    message: z.string().optional(),
    success: z.literal(false).optional(),
  })
  .meta({ id: 'ProblemDetails' });
export type ProblemDetails = z.infer<typeof problemDetailsSchema>;

/** An error in the words of one dialect: the members of its body that differ. */
export type Refusal = (problem: ProblemDetails) => object;

const AWAY_RETRY_S = 5;

/** Where a caller cannot be told apart by dialect yet, one body serves all of them. */
const SHARED_BY_ALL_DIALECTS: readonly number[] = [401, 413, 429];
/** Their clients compare these words; what to do stands in the other fields. */
const SAID_TO_ALL_DIALECTS: Partial<Record<number, string>> = {
  401: 'Invalid or missing token',
  429: 'Too many requests',
};

/** What the world sees of any error; what we did not foresee becomes `internal` and is logged once with its cause. */
export function toProblem(error: unknown, logger: Logger): ProblemDetails {
  const instance = `urn:uuid:${randomUUID()}`;
  const known = toAppError(error);
  if (known.status >= 500 && known.code !== 'unavailable' && known.code !== 'not_implemented') {
    logger.error({ err: error, instance }, 'request failed');
  }
  const { status, title } = ERRORS[known.code];
  const detail = SAID_TO_ALL_DIALECTS[status] ?? known.message;
  return {
    type: `/docs#error-${known.code}`,
    title,
    status,
    detail,
    instance,
    code: known.code,
    ...(known.fields.length > 0 && { errors: known.fields }),
    ...(SHARED_BY_ALL_DIALECTS.includes(status) && inEveryDialect(known.message)),
  };
}

/** Where the earlier services put the words of an error. */
function inEveryDialect(words: string): Pick<ProblemDetails, 'error' | 'message' | 'success'> {
  return { error: words, message: words, success: false };
}

/** An error that clients of any earlier service can read. */
export const spellOut: Refusal = ({ detail, message }) =>
  message === undefined ? inEveryDialect(detail) : {};

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDiskFull(error)) {
    return new AppError('storage_full', 'There is no space left: free some, then try again');
  }
  if (isDatabaseAway(error)) {
    const detail = 'The database cannot be reached right now: try again in a moment';
    return new AppError('unavailable', detail, { retryAfterS: AWAY_RETRY_S, cause: error });
  }
  return new AppError('internal', 'Something went wrong on our side; it has been logged');
}

/** The headers an error asks for, beside its body. */
export function problemHeaders(cause: unknown): Record<string, string> {
  const error = toAppError(cause);
  return {
    ...(error.status === 401 && { 'WWW-Authenticate': 'Bearer realm="mouthpiece"' }),
    ...(error.retryAfterS !== undefined && { 'Retry-After': String(error.retryAfterS) }),
  };
}

export function problemResponse(
  error: unknown,
  logger: Logger,
  {
    headers = {},
    refusal,
  }: { headers?: Record<string, string>; refusal?: Refusal | undefined } = {},
): Response {
  const problem = toProblem(error, logger);
  return new Response(JSON.stringify({ ...problem, ...refusal?.(problem) }), {
    status: problem.status,
    headers: { 'Content-Type': PROBLEM_TYPE, ...problemHeaders(error), ...headers },
  });
}
