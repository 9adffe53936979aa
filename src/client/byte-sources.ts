import type { ByteSource } from './platform.ts';

/** Bytes that come by and by: a stream of the web, a stream of Node, or any async iterable. */
export type ByteStream = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

export function sourceOfBlob(blob: Blob, filename?: string): ByteSource {
  const named = 'name' in blob && typeof blob.name === 'string' ? blob.name : 'upload';
  return {
    filename: filename ?? named,
    bytes: blob.size,
    slice: async (start, end) => ({
      value: blob.slice(start, Math.min(end, blob.size)),
      done: end >= blob.size,
    }),
    close() {},
  };
}

/** Keeps what the last slice gave, so that it can be sent again. */
export function sourceOfStream(stream: ByteStream, filename?: string): ByteSource {
  const chunks = Symbol.asyncIterator in stream ? stream : readAll(stream);
  const iterator = chunks[Symbol.asyncIterator]();
  let held = new Uint8Array(0);
  let heldFrom = 0;
  let ended = false;
  return {
    filename: filename ?? 'upload',
    bytes: null,
    async slice(start, end) {
      held = held.subarray(start - heldFrom);
      heldFrom = start;
      while (!ended && held.length < end - start) {
        const { value, done } = await iterator.next();
        if (done) ended = true;
        else held = joined(held, value);
      }
      const value = held.subarray(0, end - start);
      return { value, done: ended && value.length === held.length };
    },
    close: () => void iterator.return?.(),
  };
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

async function* readAll(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    reader.releaseLock();
  }
}
