import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { AllowedHost } from '../domain/allowed-host.ts';
import { AppError } from '../domain/errors.ts';
import { type Call, exchange } from './exchange.ts';
import { type Lookup, lookupAll, parseAddress, resolveTarget } from './target.ts';

const MAX_REDIRECTS = 3;
/** How long a name may take to be looked up before the answer no longer matters. */
const LOOKUP_MS = 1_000;
const REDIRECTS = [301, 302, 303, 307, 308];

/** The head of an answer, and its body as it comes; disposing it closes the connection. */
export type Download = Disposable & {
  /** Where it was found, after redirects. */
  url: URL;
  status: number;
  headers: IncomingHttpHeaders;
  body: Readable;
};

export type Send = {
  address: string;
  headers: Record<string, string>;
  body: string;
  /** For the whole exchange. */
  timeoutMs: number;
  /** How much of the answer is read; the rest is dropped. */
  maxBytes: number;
  signal?: AbortSignal;
};

/** The one way in which addresses that callers give are called: nothing but public ones and those the operator names. */
export type Outbound = {
  /** @throws AppError `url_refused` for what can be refused without a look at the network */
  check(address: string): URL;
  /**
   * The address as it will be called, looked up now; a name that nobody knows yet passes, since every call looks again.
   * @throws AppError `url_refused` with the setting that would allow it
   */
  admit(address: string): Promise<URL>;
  /** One POST; a redirect is an answer, not followed. @throws AppError `url_refused` or `url_failed` */
  send(request: Send): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>;
  /** A GET that follows up to three redirects, each of them checked. @throws AppError `url_refused` or `url_failed` */
  download(address: string, limits: DownloadLimits): Promise<Download>;
};

export type DownloadLimits = {
  /** Until the head of the answer is here, redirects included. */
  answerMs: number;
  /** Between two pieces of the body. */
  idleMs: number;
  signal: AbortSignal;
};

export function openOutbound(
  allowed: readonly AllowedHost[],
  lookup: Lookup = lookupAll,
): Outbound {
  const call = async (address: string, how: Call) => {
    const target = await withSignal(resolveTarget(address, { allowed, lookup }), how.signal);
    return { url: target.url, answer: await exchange(target, how) };
  };
  return {
    check: parseAddress,
    async admit(address) {
      const url = parseAddress(address);
      const patience = AbortSignal.timeout(LOOKUP_MS);
      await withSignal(resolveTarget(address, { allowed, lookup }), patience).catch((error) => {
        if (error instanceof AppError && error.code === 'url_refused') throw error;
      });
      return url;
    },
    async send({ address, headers, body, timeoutMs, maxBytes, signal }) {
      const timeout = AbortSignal.timeout(timeoutMs);
      const within = signal ? AbortSignal.any([signal, timeout]) : timeout;
      return timely(timeout, async () => {
        const post = { method: 'POST' as const, headers, body, signal: within };
        const { answer } = await call(address, post);
        const said = await readSome(answer, maxBytes);
        return { status: answer.statusCode ?? 0, headers: answer.headers, body: said };
      });
    },
    async download(address, { answerMs, idleMs, signal }) {
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), answerMs);
      const within = AbortSignal.any([signal, late.signal]);
      try {
        return await timely(late.signal, () =>
          follow(address, (next) => call(next, { method: 'GET', signal: within }), idleMs),
        );
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

type Called = { url: URL; answer: IncomingMessage };

async function follow(
  address: string,
  call: (address: string) => Promise<Called>,
  idleMs: number,
): Promise<Download> {
  let next = address;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const { url, answer } = await call(next);
    const status = answer.statusCode ?? 0;
    const to = REDIRECTS.includes(status) ? answer.headers.location : undefined;
    if (to === undefined) return toDownload(url, answer, idleMs);
    answer.destroy();
    next = URL.parse(to, url)?.href ?? to;
  }
  throw new AppError('url_failed', `The address redirects more than ${MAX_REDIRECTS} times`);
}

function toDownload(url: URL, answer: IncomingMessage, idleMs: number): Download {
  answer.setTimeout(idleMs, () => answer.destroy(tooSlow()));
  const { statusCode: status = 0, headers } = answer;
  return { url, status, headers, body: answer, [Symbol.dispose]: () => void answer.destroy() };
}

async function readSome(answer: IncomingMessage, maxBytes: number): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of answer) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(pieces).subarray(0, maxBytes).toString('utf8');
}

async function timely<T>(timeout: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (timeout.aborted && !(error instanceof AppError)) throw tooSlow();
    throw error;
  }
}

/** A name server that does not answer cannot be told to stop; it is only not waited for. */
function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', stop));
}

function tooSlow(): AppError {
  return new AppError('url_failed', 'The address did not answer in time');
}
