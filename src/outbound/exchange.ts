import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';
import { AppError } from '../domain/errors.ts';
import { type Address, notPublic, type Target } from './target.ts';

const MAX_HEADER_BYTES = 16_384;

export type Call = {
  method: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Aborts the whole exchange, the body of the answer included. */
  signal: AbortSignal;
};

/**
 * One request to the addresses that the target was resolved to, whatever the name says by now.
 * @returns once the head of the answer is here; redirects are answers like any other
 * @throws AppError `url_refused` when the target is not public, `url_failed` when nothing useful answers
 */
export async function exchange(target: Target, call: Call): Promise<IncomingMessage> {
  const { url } = target;
  const { request } = url.protocol === 'https:' ? https : http;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const sent = request(url, {
    method: call.method,
    agent: agentFor(target),
    headers: { 'User-Agent': 'mouthpiece', 'Accept-Encoding': 'identity', ...call.headers },
    maxHeaderSize: MAX_HEADER_BYTES,
    signal: call.signal,
  });
  sent.once('response', resolve);
  sent.on('error', reject);
  sent.end(call.body);
  return promise.catch((error: unknown) => {
    throw translate(error, target);
  });
}

function agentFor(target: Target): http.Agent {
  const options = { lookup: pinned(target.addresses), keepAlive: false };
  const secure = target.url.protocol === 'https:';
  if (target.trusted) return secure ? new https.Agent(options) : new http.Agent(options);
  return secure ? new RequestFilteringHttpsAgent(options) : new RequestFilteringHttpAgent(options);
}

function pinned(addresses: Address[]): LookupFunction {
  return (_, options, done) => {
    const [first] = addresses;
    if (options.all || !first) done(null, addresses);
    else done(null, first.address, first.family);
  };
}

function translate(error: unknown, { url }: Target): unknown {
  if (!(error instanceof Error) || error.name === 'AbortError') return error;
  // The filtering agent's own errors carry no code; those of the network do.
  if (!('code' in error)) return notPublic(error);
  return new AppError('url_failed', `${url.host} did not answer as it should`, { cause: error });
}
