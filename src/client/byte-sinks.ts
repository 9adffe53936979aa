import type { ByteSink, Platform } from './platform.ts';

/** A stream of Node, as far as it is needed here. */
export type NodeWritable = {
  write(chunk: Uint8Array, done: (error?: Error | null) => void): unknown;
  end(done: () => void): unknown;
  destroy(error?: Error): unknown;
};
export type ByteTarget = WritableStream<Uint8Array> | NodeWritable;

export function sinkOfStream(target: ByteTarget, platform: Platform): ByteSink {
  const hash = platform.createHash();
  const out = 'getWriter' in target ? ofWeb(target) : ofNode(target);
  return {
    offset: 0,
    async write(chunk) {
      hash?.update(chunk);
      await out.write(chunk);
    },
    close: (isGood) => (isGood ? out.close() : out.abort(new Error('corrupt'))),
    abort: out.abort,
    sha256: async () => hash?.digest() ?? null,
  };
}

function ofWeb(stream: WritableStream<Uint8Array>) {
  const writer = stream.getWriter();
  return {
    write: (chunk: Uint8Array) => writer.write(chunk),
    close: () => writer.close(),
    abort: (reason: unknown) => writer.abort(reason).catch(() => {}),
  };
}

function ofNode(stream: NodeWritable) {
  return {
    write: (chunk: Uint8Array) =>
      new Promise<void>((resolve, reject) => {
        stream.write(chunk, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => new Promise<void>((resolve) => stream.end(resolve)),
    abort: async (reason: unknown) => {
      stream.destroy(reason instanceof Error ? reason : new Error(String(reason)));
    },
  };
}

/** Into memory. */
export function sinkOfBlob(mime: string): ByteSink & { blob(): Blob } {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const blob = () => new Blob(chunks, { type: mime });
  return {
    offset: 0,
    async write(chunk) {
      chunks.push(new Uint8Array(chunk));
    },
    async close() {},
    async abort() {},
    // Pages that came without TLS have no `subtle`.
    async sha256() {
      if (!globalThis.crypto?.subtle) return null;
      const bytes = await crypto.subtle.digest('SHA-256', await blob().arrayBuffer());
      return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join(
        '',
      );
    },
    blob,
  };
}
