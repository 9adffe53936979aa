import type { Upload as TusUpload } from 'tus-js-client';
import { type ProblemCode, readCode } from '../problem-code.ts';

const ENDPOINT = '/api/v1/uploads';
/** Without a byte gone for so long the connection counts as dead. */
const STALLED_MS = 20_000;
const GONE = [404, 410];

/** Why a transfer ended; `passing` ends are worth another try. */
export class SendFailure extends Error {
  readonly code: ProblemCode;
  readonly passing: boolean;

  constructor(code: ProblemCode, passing: boolean) {
    super(code);
    this.code = code;
    this.passing = passing;
  }
}

type Sending = {
  /** Where an earlier transfer of the same file went; null begins a new one. */
  url: string | null;
  signal: AbortSignal;
  /** Null when what was begun there is gone. */
  onUrl: (url: string | null) => void;
  onProgress: (sentBytes: number) => void;
};

/**
 * Sends a file by tus, going on where it stopped. Resolves with the id of its asset.
 * @throws SendFailure; the reason of the signal when that aborts
 */
export async function sendFile(file: File, { url, signal, onUrl, onProgress }: Sending) {
  const { DetailedError, Upload: Tus } = await import('tus-js-client');
  signal.throwIfAborted();
  const ended = Promise.withResolvers<string>();
  const stop = () => ended.reject(signal.reason);
  const lose = () => ended.reject(new SendFailure('network', true));
  signal.addEventListener('abort', stop, { once: true });
  // The request itself may take long to notice.
  window.addEventListener('offline', lose);
  const watch = new Watchdog(STALLED_MS, lose);
  const tus = new Tus(file, {
    // Without an endpoint tus does not begin anew whenever asking for the offset fails.
    ...(url ? { uploadUrl: url } : { endpoint: ENDPOINT }),
    retryDelays: null,
    storeFingerprintForResuming: false,
    metadata: { filename: file.name, filetype: file.type },
    onUploadUrlAvailable: () => {
      if (tus.url) onUrl(tus.url);
    },
    onProgress: (sent) => {
      watch.feed();
      onProgress(sent);
    },
    onSuccess: () => ended.resolve(assetIdOf(tus)),
    onError: (error) => {
      const response = error instanceof DetailedError ? error.originalResponse : null;
      if (!response) return ended.reject(new SendFailure('network', true));
      const gone = url !== null && GONE.includes(response.getStatus());
      if (gone) onUrl(null);
      ended.reject(
        gone
          ? new SendFailure('not_found', true)
          : failureOf(response.getStatus(), response.getBody()),
      );
    },
  });
  try {
    tus.start();
    return await ended.promise;
  } finally {
    watch.stop();
    signal.removeEventListener('abort', stop);
    window.removeEventListener('offline', lose);
    tus.abort().catch(() => undefined);
  }
}

/** Gives up what was sent so far on the server; of no consequence where it cannot be reached. */
export async function abandonUpload(url: string): Promise<void> {
  const { Upload: Tus } = await import('tus-js-client');
  await Tus.terminate(url, { retryDelays: null });
}

export function assetIdAt(url: string): string | null {
  const last = new URL(url, window.location.href).pathname.split('/').at(-1);
  return last?.startsWith('asset_') ? last : null;
}

function assetIdOf(tus: TusUpload): string {
  const id = tus.url && assetIdAt(tus.url);
  if (!id) throw new SendFailure('internal', false);
  return id;
}

function failureOf(status: number, body: string): SendFailure {
  const passing = status >= 500 || [409, 423, 429, 460].includes(status);
  const code = codeIn(body);
  if (code) return new SendFailure(code, passing && code !== 'storage_full');
  if (status === 401) return new SendFailure('unauthorized', false);
  return new SendFailure(status === 413 ? 'payload_too_large' : 'internal', passing);
}

function codeIn(body: string): ProblemCode | null {
  try {
    return readCode(JSON.parse(body));
  } catch {
    return null;
  }
}

class Watchdog {
  readonly #afterMs: number;
  readonly #bark: () => void;
  #timer: ReturnType<typeof setTimeout>;

  constructor(afterMs: number, bark: () => void) {
    this.#afterMs = afterMs;
    this.#bark = bark;
    this.#timer = setTimeout(bark, afterMs);
  }

  feed(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#bark, this.#afterMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
