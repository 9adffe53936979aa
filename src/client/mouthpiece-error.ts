import { ERRORS } from '#/domain/errors.ts';
import type { ErrorCode, Problem, Task } from './server-types.ts';

/** `network`: nobody answered in time. `cancelled`: somebody cancelled the task. `corrupt`: other bytes came than were promised. */
export type ClientErrorCode = 'network' | 'cancelled' | 'corrupt';

/** The one error that this client throws, save for what an aborted signal gives as its reason. */
export class MouthpieceError extends Error {
  /** For programs: one of a closed list, which `/docs#errors` explains. */
  readonly code: ErrorCode | ClientErrorCode;
  /** Whether the same thing may work later. */
  readonly retryable: boolean;
  /** The HTTP status, where a call was refused. */
  readonly status: number | undefined;
  /** The fields that are not valid: RFC 6901 pointers into the request, and what to do about each. */
  readonly fields: readonly { pointer: string; detail: string }[];
  /** Seconds after which trying again makes sense, where the server said so. */
  readonly retryAfterS: number | undefined;
  /** The task that did not complete. */
  readonly task: Task | undefined;

  constructor(
    code: ErrorCode | ClientErrorCode,
    message: string,
    more: {
      cause?: unknown;
      retryable?: boolean;
      status?: number;
      fields?: readonly { pointer: string; detail: string }[];
      retryAfterS?: number;
      task?: Task;
    } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'MouthpieceError';
    this.code = code;
    this.retryable = more.retryable ?? isRetryable(code);
    this.status = more.status;
    this.fields = more.fields ?? [];
    this.retryAfterS = more.retryAfterS;
    this.task = more.task;
  }
}

function isRetryable(code: ErrorCode | ClientErrorCode): boolean {
  return code in ERRORS ? ERRORS[code as ErrorCode].retryable : code === 'network';
}

type ProblemBody = {
  code?: string;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
};

/** From the body of an answer that says no; whatever stands between us and the server may have written another. */
export function errorOfAnswer(
  status: number,
  text: string,
  retryAfter?: string | null,
): MouthpieceError {
  const body = parseProblem(text);
  const seconds = Number(retryAfter ?? Number.NaN);
  const more = {
    status,
    ...(body.errors && { fields: body.errors }),
    ...(Number.isFinite(seconds) && { retryAfterS: seconds }),
  };
  if (body.code && body.code in ERRORS) {
    const message = body.detail ?? ERRORS[body.code as ErrorCode].title;
    return new MouthpieceError(body.code as ErrorCode, message, more);
  }
  const isPassing = status === 429 || (status >= 500 && status !== 501);
  return new MouthpieceError(isPassing ? 'unavailable' : 'invalid_request', `HTTP ${status}`, more);
}

function parseProblem(text: string): ProblemBody {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}

/** Why a task that has ended has no result. */
export function errorOfTask(task: Task): MouthpieceError {
  const problem: Problem | null = task.error;
  if (!problem) return new MouthpieceError('cancelled', 'The task was cancelled', { task });
  const { code, detail, retryable } = problem;
  return new MouthpieceError(code, detail, { task, retryable });
}
