import { type DetailedError, Upload } from 'tus-js-client';
import { asNetworkError, type Connection } from './connection.ts';
import { errorOfAnswer, MouthpieceError } from './mouthpiece-error.ts';
import type { ByteSource, Platform } from './platform.ts';
import type { Asset } from './server-types.ts';

const CHUNK_BYTES = 8 * 1024 * 1024;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

export type UploadSettings = {
  onProgress: ((sentBytes: number, totalBytes: number | null) => void) | undefined;
  signal: AbortSignal | undefined;
};

/** Sends the bytes by tus; after a break goes on where the server stopped. */
export async function uploadFile(
  connection: Connection,
  { source, platform }: { source: ByteSource; platform: Platform },
  settings: UploadSettings,
): Promise<Asset> {
  try {
    const id = await send(connection, { source, platform }, settings);
    const answer = await connection.json<Asset>(`/api/v1/assets/${id}`, {
      signal: settings.signal,
    });
    if (!answer) throw new MouthpieceError('network', 'The server gave no answer');
    return answer.value;
  } finally {
    source.close();
  }
}

function send(
  connection: Connection,
  { source, platform }: { source: ByteSource; platform: Platform },
  { onProgress, signal }: UploadSettings,
): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      void upload.abort(true).catch(() => {});
      reject(signal?.reason);
    };
    const settle = () => signal?.removeEventListener('abort', stop);
    const tusSource = asTusSource(source, platform);
    const upload = new Upload(source as unknown as Blob, {
      endpoint: `${connection.origin}/api/v1/uploads`,
      headers: connection.headers,
      chunkSize: CHUNK_BYTES,
      metadata: { filename: source.filename },
      ...(source.bytes === null ? { uploadLengthDeferred: true } : { uploadSize: source.bytes }),
      retryDelays: pauses(connection.patienceMs),
      storeFingerprintForResuming: false,
      fileReader: { openFile: async () => tusSource },
      onShouldRetry: (error) =>
        tusSource.failure === undefined && mayPass(error, connection.patienceMs),
      onProgress: (sent) => onProgress?.(sent, source.bytes),
      onError(error) {
        settle();
        reject(tusSource.failure ?? translate(error, signal));
      },
      onSuccess() {
        settle();
        resolve(new URL(upload.url ?? '', connection.origin).pathname.split('/').at(-1) ?? '');
      },
    });
    signal?.addEventListener('abort', stop, { once: true });
    upload.start();
  });
}

/** `failure` is what reading the caller's bytes threw: sending them again would not help. */
function asTusSource(source: ByteSource, platform: Platform) {
  const tusSource = {
    failure: undefined as unknown,
    size: source.bytes as number,
    async slice(start: number, end: number) {
      try {
        const { value, done } = await source.slice(start, end);
        return { value: value && sized(await platform.toBody(value)), done };
      } catch (error) {
        tusSource.failure = error;
        throw error;
      }
    },
    close() {},
  };
  return tusSource;
}

/** The library asks a chunk for its `size`, as a Blob has it. */
function sized(value: Uint8Array | Blob): Uint8Array | Blob {
  return value instanceof Uint8Array ? Object.assign(value, { size: value.length }) : value;
}

/** One after another they last as long as patience does; each bit of progress begins anew. */
function pauses(patienceMs: number): number[] {
  const all: number[] = [];
  let pauseMs = FIRST_PAUSE_MS;
  for (let sum = pauseMs; sum <= patienceMs; sum += pauseMs) {
    all.push(pauseMs);
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }
  return all;
}

function mayPass(error: DetailedError | Error, patienceMs: number): boolean {
  const status = statusOf(error);
  const waitS = 'originalResponse' in error && error.originalResponse?.getHeader('Retry-After');
  if (waitS && Number(waitS) * 1000 > patienceMs) return false;
  // 409 and 423: the server has not yet noticed that the connection before this one broke.
  return status === 0 || status === 409 || status === 423 || status === 429 || status >= 500;
}

function statusOf(error: DetailedError | Error): number {
  return 'originalResponse' in error ? (error.originalResponse?.getStatus() ?? 0) : 0;
}

function translate(error: DetailedError | Error, signal: AbortSignal | undefined): unknown {
  const answer = 'originalResponse' in error ? error.originalResponse : null;
  if (!answer) return asNetworkError(error, signal);
  return errorOfAnswer(answer.getStatus(), answer.getBody(), answer.getHeader('Retry-After'));
}
