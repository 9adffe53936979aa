import { asNetworkError, type Connection } from './connection.ts';
import { MouthpieceError } from './mouthpiece-error.ts';
import type { ByteSink } from './platform.ts';

/** A connection that gives nothing for so long is opened anew. */
const STALL_MS = 30_000;

export type Wanted = { id: string; bytes: number; sha256: string | null };
export type DownloadSettings = {
  onProgress: ((receivedBytes: number, totalBytes: number) => void) | undefined;
  signal: AbortSignal | undefined;
};

/** Brings an asset's bytes into the sink; after a break asks for the rest. @throws MouthpieceError `corrupt` */
export async function downloadAsset(
  connection: Connection,
  { wanted, sink }: { wanted: Wanted; sink: ByteSink },
  settings: DownloadSettings,
): Promise<void> {
  let received = Math.min(sink.offset, wanted.bytes);
  const keep = async (chunk: Uint8Array) => {
    await sink.write(chunk);
    received += chunk.length;
    settings.onProgress?.(received, wanted.bytes);
  };
  try {
    await connection.persist(settings.signal, async (gotOn) => {
      if (received === wanted.bytes && wanted.bytes > 0) return;
      for await (const chunk of openRest(connection, { id: wanted.id, from: received }, settings)) {
        await keep(chunk);
        gotOn();
      }
      if (received < wanted.bytes) throw asNetworkError('the answer ended early', undefined);
    });
  } catch (error) {
    await sink.abort(error);
    throw error;
  }
  const hash = await sink.sha256();
  const isGood = received === wanted.bytes && (!hash || !wanted.sha256 || hash === wanted.sha256);
  await sink.close(isGood);
  if (!isGood) throw new MouthpieceError('corrupt', 'The bytes are not those that were made');
}

async function* openRest(
  connection: Connection,
  { id, from }: { id: string; from: number },
  { signal }: DownloadSettings,
): AsyncGenerator<Uint8Array> {
  const stalled = new AbortController();
  const stop = () => stalled.abort(signal?.reason);
  signal?.addEventListener('abort', stop, { once: true });
  let timer = setTimeout(() => stalled.abort(), STALL_MS);
  try {
    const response = await connection.call(`/api/v1/assets/${encodeURIComponent(id)}/content`, {
      headers: from > 0 ? { range: `bytes=${from}-` } : {},
      signal: stalled.signal,
    });
    // Whatever stands between may give the whole again.
    let toSkip = response.status === 206 ? 0 : from;
    const reader = response.body?.getReader();
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done || !value) return;
      clearTimeout(timer);
      timer = setTimeout(() => stalled.abort(), STALL_MS);
      const skipped = Math.min(toSkip, value.length);
      toSkip -= skipped;
      if (skipped < value.length) yield value.subarray(skipped);
    }
  } catch (error) {
    if (error instanceof MouthpieceError) throw error;
    throw asNetworkError(error, signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    stalled.abort();
  }
}
