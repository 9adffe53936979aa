import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConnectionOptions } from './connection.ts';
import { Client } from './mouthpiece.ts';
import type { ByteSink, ByteSource, Platform } from './platform.ts';

// biome-ignore-start lint/performance/noBarrelFile: the entry of the published package
export type { ByteTarget, NodeWritable } from './byte-sinks.ts';
export type { ByteStream } from './byte-sources.ts';
export type { ConnectionOptions } from './connection.ts';
export type { MakeOptions, UploadOptions } from './mouthpiece.ts';
export { type ClientErrorCode, MouthpieceError } from './mouthpiece-error.ts';
export type {
  Api,
  Asset,
  ErrorCode,
  Problem,
  Task,
  TaskOptions,
  TaskRequest,
} from './server-types.ts';
// biome-ignore-end lint/performance/noBarrelFile: the entry of the published package

/**
 * A Mouthpiece server.
 *
 * ```ts
 * const mouthpiece = new Mouthpiece({ url: 'https://video.example.org', key: process.env.MOUTHPIECE_KEY });
 * const task = await mouthpiece.make({ type: 'digital_human', input: { image: 'portrait:teacher', speech_text: 'Good morning.' } });
 * await mouthpiece.download(task, 'good-morning.mp4');
 * ```
 */
export class Mouthpiece extends Client {
  constructor(options: ConnectionOptions = {}) {
    super(options, PLATFORM);
  }
}

const PLATFORM: Platform = {
  origin: 'http://127.0.0.1:3000',
  async toBody(value) {
    return value instanceof Uint8Array ? value : new Uint8Array(await value.arrayBuffer());
  },
  openPath,
  savePath,
  createHash() {
    const hash = createHash('sha256');
    return { update: (chunk) => void hash.update(chunk), digest: () => hash.copy().digest('hex') };
  },
};

async function openPath(path: string | URL): Promise<ByteSource> {
  const handle = await open(path);
  const { size } = await handle.stat();
  return {
    filename: basename(toPath(path)),
    bytes: size,
    async slice(start, end) {
      const value = new Uint8Array(Math.max(0, Math.min(end, size) - start));
      const { bytesRead } = await handle.read(value, 0, value.length, start);
      return { value: value.subarray(0, bytesRead), done: end >= size };
    },
    close: () => void handle.close(),
  };
}

/** Writes beside the place, and moves it there whole. What an earlier run left there is gone on with. */
async function savePath(to: string | URL, name: string): Promise<ByteSink> {
  const path = toPath(to);
  const part = `${path}.${name}.part`;
  await mkdir(dirname(path), { recursive: true });
  const handle = await open(part, 'a+');
  const hash = createHash('sha256');
  const { size: offset } = await handle.stat();
  if (offset > 0) {
    for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
      hash.update(chunk);
    }
  }
  return {
    offset,
    async write(chunk) {
      hash.update(chunk);
      await handle.appendFile(chunk);
    },
    async close(isGood) {
      await handle.close();
      await (isGood ? rename(part, path) : rm(part, { force: true }));
    },
    abort: () => handle.close(),
    sha256: async () => hash.digest('hex'),
  };
}

function toPath(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}
