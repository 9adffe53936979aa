import { errorOfAnswer, MouthpieceError } from './mouthpiece-error.ts';

export type ConnectionOptions = {
  /** Where Mouthpiece answers, such as `https://video.example.org`; in a page the page's own origin when missing. */
  url?: string;
  /** A key with the scopes that the calls need. A page of the same origin uses its session instead. */
  key?: string;
  /** How long calls go on trying while the server can't be reached, is starting or overloaded. Default 5 minutes. */
  patienceMs?: number;
};

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const CALL_MS = 60_000;

export type Call = {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal | undefined;
};

/** Calls the REST API, and goes on trying for a while when it can't be reached. */
export class Connection {
  readonly origin: string;
  readonly headers: Record<string, string>;
  readonly patienceMs: number;

  constructor(options: ConnectionOptions, origin = '') {
    this.origin = (options.url ?? origin).replace(/\/+$/, '');
    this.headers = options.key ? { authorization: `Bearer ${options.key}` } : {};
    this.patienceMs = options.patienceMs ?? 300_000;
  }

  /** One call. @throws MouthpieceError `network` when nothing came back, else what the answer says */
  async call(path: string, call: Call = {}): Promise<Response> {
    const { signal, ...rest } = call;
    const headers = { ...this.headers, ...call.headers };
    const response = await fetch(this.origin + path, {
      ...rest,
      headers,
      ...(signal && { signal }),
    }).catch((cause: unknown) => {
      throw asNetworkError(cause, signal);
    });
    if (response.ok || response.status === 304) return response;
    const text = await response.text().catch(() => '');
    throw errorOfAnswer(response.status, text, response.headers.get('retry-after'));
  }

  /** A call with a short JSON answer, tried again until it is through or patience is at its end. */
  json<T>(path: string, call: Call = {}): Promise<{ value: T; headers: Headers } | null> {
    return this.persist(call.signal, async () => {
      const timeout = AbortSignal.timeout(CALL_MS);
      const signal = call.signal ? AbortSignal.any([call.signal, timeout]) : timeout;
      const response = await this.call(path, { ...call, signal });
      if (response.status === 304) return null;
      const value = await response.json().catch((cause: unknown) => {
        throw asNetworkError(cause, call.signal);
      });
      return { value: value as T, headers: response.headers };
    });
  }

  /** Repeats what failed for a passing reason. `attempt` may say by its argument that it has got on meanwhile. */
  async persist<T>(
    signal: AbortSignal | undefined,
    attempt: (gotOn: () => void) => Promise<T>,
  ): Promise<T> {
    let since: number | undefined;
    let pauseMs = FIRST_PAUSE_MS;
    const gotOn = () => {
      since = undefined;
      pauseMs = FIRST_PAUSE_MS;
    };
    for (;;) {
      signal?.throwIfAborted();
      try {
        return await attempt(gotOn);
      } catch (error) {
        signal?.throwIfAborted();
        since ??= Date.now();
        if (!(error instanceof MouthpieceError && error.retryable)) throw error;
        const askedMs = (error.retryAfterS ?? 0) * 1000;
        const waitMs = Math.max(askedMs, pauseMs * (0.75 + Math.random() / 2));
        if (Date.now() + waitMs - since > this.patienceMs) throw error;
        await pause(waitMs, signal);
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
      }
    }
  }
}

/** A failure below HTTP; the reason of the caller's own signal stays what it is. */
export function asNetworkError(cause: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted && signal.reason?.name !== 'TimeoutError') return signal.reason;
  return new MouthpieceError('network', 'The server can not be reached', { cause });
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
