import { AppError, type ErrorCode } from '../../domain/errors.ts';
import type { AppContext } from '../../services/context.ts';
import { PROBLEM_TYPE, toProblem } from '../problem.ts';

type ProtocolError = { status_code: number; body: string };

const CODES: Record<number, ErrorCode> = {
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  410: 'not_found',
  413: 'payload_too_large',
  500: 'internal',
  501: 'not_implemented',
};

/** The one translator of this transport: protocol errors keep the status that tus gives them. */
export function toTusError(
  error: Error | ProtocolError,
  { app, aborted }: { app: AppContext; aborted: boolean },
): ProtocolError {
  if (aborted) return { status_code: 400, body: '' };
  if (error instanceof Error) {
    const problem = toProblem(error, app.logger);
    return { status_code: problem.status, body: JSON.stringify(problem) };
  }
  return { status_code: error.status_code, body: JSON.stringify(protocolProblem(app, error)) };
}

function protocolProblem(app: AppContext, { status_code: status, body }: ProtocolError) {
  const code = CODES[status] ?? 'invalid_request';
  return { ...toProblem(new AppError(code, body.trim()), app.logger), status };
}

/** Gives an error its media type, and a body to those the protocol library writes by itself. */
export async function asProblemResponse(app: AppContext, response: Response): Promise<Response> {
  if (response.status < 400) return response;
  const text = await response.text();
  const body = text.startsWith('{')
    ? text
    : JSON.stringify(protocolProblem(app, { status_code: response.status, body: text }));
  const headers = new Headers(response.headers);
  headers.delete('Content-Length');
  headers.set('Content-Type', PROBLEM_TYPE);
  return new Response(body, { status: response.status, headers });
}
