import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Caller } from '../domain/key.ts';
import type { AppContext } from '../services/context.ts';
import { type CallAllowance, type CallKind, countCall } from '../services/limits/count-call.ts';
import { callerAddress } from './caller-address.ts';

/** Parts of a larger call, and calls that end work: they never wait for the limit of what may be made. */
const MAKES_NOTHING = /\/(cancel|upload\/chunk|tasks\/estimate)$/;
const TRPC = /^\/api\/trpc\/(.+)$/;
const TRPC_MAKES_NOTHING = /\.(cancel|delete|revoke|drain|enable|estimate)$/;

const responses = new WeakMap<IncomingMessage, ServerResponse>();

/** So that the answer to this request can say how its caller stands, whoever writes it. */
export function rememberResponse(request: IncomingMessage, response: ServerResponse): void {
  responses.set(request, response);
}

/** Counts this call of the caller. @throws AppError `rate_limited` */
export function limitCalls(app: AppContext, caller: Caller, request: IncomingMessage): void {
  const { method = 'GET', url = '/' } = request;
  if (method === 'OPTIONS') return;
  const address = caller.anonymous ? callerAddress(app, request) : '';
  const { allowance, refusal } = countCall(app, caller, { ...countOf(method, url), address });
  const response = responses.get(request);
  if (response && !response.headersSent) {
    setHeaders(response, allowance);
    if (refusal) response.setHeader('Retry-After', String(allowance.resetS));
  }
  if (refusal) throw refusal;
}

// draft-ietf-httpapi-ratelimit-headers: RateLimit-Policy names quota (q) and window (w), RateLimit what remains (r) and when it resets (t).
function setHeaders(response: ServerResponse, allowance: CallAllowance): void {
  const { kind, limit, remaining, resetS } = allowance;
  response.setHeader('RateLimit-Policy', `"${kind}";q=${limit};w=60`);
  response.setHeader('RateLimit', `"${kind}";r=${remaining};t=${resetS}`);
}

/** What a request counts as. A batch counts as the calls in it. */
function countOf(method: string, url: string): { kind: CallKind; calls: number } {
  const path = url.split('?', 1)[0] ?? '';
  const procedures = TRPC.exec(path)?.[1]?.split(',') ?? [];
  const calls = Math.max(1, procedures.length);
  if (method !== 'POST' || MAKES_NOTHING.test(path)) return { kind: 'reads', calls };
  const makesNothing =
    procedures.length > 0 && procedures.every((name) => TRPC_MAKES_NOTHING.test(name));
  return { kind: makesNothing ? 'reads' : 'creates', calls };
}
