/**
 * The closed list of error codes: HTTP status, title and whether trying the same thing again can help.
 * Every transport and the worker render errors from this table only.
 */
export const ERRORS = {
  invalid_request: { status: 400, title: 'The request could not be read', retryable: false },
  validation_failed: { status: 422, title: 'Some fields are not valid', retryable: false },
  unsupported_option: { status: 422, title: 'No engine can do this option', retryable: false },
  unauthorized: { status: 401, title: 'A valid key is needed', retryable: false },
  forbidden: { status: 403, title: 'This key may not do that', retryable: false },
  not_found: { status: 404, title: 'Not found', retryable: false },
  method_not_allowed: { status: 405, title: 'Method not allowed', retryable: false },
  conflict: { status: 409, title: 'Not possible in the present state', retryable: false },
  idempotency_in_progress: {
    status: 409,
    title: 'A call with this idempotency key is still running',
    retryable: true,
  },
  idempotency_mismatch: {
    status: 422,
    title: 'This idempotency key was used with another body',
    retryable: false,
  },
  payload_too_large: { status: 413, title: 'Too large', retryable: false },
  unsupported_media_type: { status: 415, title: 'Content type not supported', retryable: false },
  range_not_satisfiable: { status: 416, title: 'Range not satisfiable', retryable: false },
  checksum_mismatch: { status: 422, title: 'The checksum does not match', retryable: false },
  rate_limited: { status: 429, title: 'Too many requests', retryable: true },
  quota_exceeded: { status: 429, title: 'A quota of this key is used up', retryable: true },
  not_implemented: { status: 501, title: 'Not available here', retryable: false },
  unavailable: { status: 503, title: 'Not available right now', retryable: true },
  storage_full: { status: 507, title: 'No storage space left', retryable: true },
  internal: { status: 500, title: 'Something went wrong on our side', retryable: true },

  media_unreadable: { status: 422, title: 'The file could not be read', retryable: false },
  media_unsupported: { status: 422, title: 'This kind of file is not supported', retryable: false },
  media_too_large: { status: 422, title: 'The media exceeds a limit', retryable: false },
  no_face: { status: 422, title: 'No face was found', retryable: false },
  no_audio: { status: 422, title: 'No sound was found', retryable: false },
  text_unspeakable: { status: 422, title: 'The text has nothing to speak', retryable: false },
  asset_rejected: { status: 422, title: 'An input file was rejected', retryable: false },
  asset_missing: { status: 422, title: 'An input file no longer exists', retryable: false },
  url_refused: { status: 422, title: 'This address may not be called', retryable: false },
  url_failed: {
    status: 502,
    title: 'The address did not answer as it should',
    retryable: true,
  },
  engine_failed: { status: 500, title: 'The engine failed', retryable: true },
  worker_lost: { status: 500, title: 'The worker running the task was lost', retryable: true },
  task_timeout: { status: 504, title: 'The task took too long', retryable: false },
  task_expired: { status: 504, title: 'The task expired before it ran', retryable: false },
} as const satisfies Record<string, { status: number; title: string; retryable: boolean }>;

export type ErrorCode = keyof typeof ERRORS;
export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** One invalid field: an RFC 6901 JSON pointer into the request body and what to do about it. */
export type FieldError = { pointer: string; detail: string };

/** The one error of the domain. `message` is shown to callers: it says what to do, and holds no path, stack or SQL. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly fields: FieldError[];
  readonly retryAfterS: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; fields?: FieldError[]; retryAfterS?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.fields = options.fields ?? [];
    this.retryAfterS = options.retryAfterS;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  get retryable(): boolean {
    return ERRORS[this.code].retryable;
  }
}
