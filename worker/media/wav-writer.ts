import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { AppError } from '#/domain/errors.ts';
import { AIGC_FIELD, type AigcLabel } from './aigc.ts';

const MAX_DATA_BYTES = 0xffff_0000;

/**
 * Writes mono sound as a 16-bit PCM WAV file piece by piece. The label goes into the comment field, before the sound.
 * A writer disposed before `finish` removes its file.
 */
export class WavWriter implements Disposable {
  readonly #path: string;
  readonly #fd: number;
  readonly #head: Buffer;
  #dataBytes = 0;
  #finished = false;

  constructor(path: string, sound: { sampleRateHz: number; aigc: AigcLabel | null }) {
    this.#path = path;
    this.#fd = openSync(path, 'w');
    this.#head = wavHead(sound);
    writeSync(this.#fd, this.#head);
  }

  /** Samples of −1..1; beyond that they are clipped. @throws AppError `media_too_large` past 4 GB */
  push(samples: Float32Array): void {
    const pcm = new Int16Array(samples.length);
    for (let at = 0; at < pcm.length; at++) {
      pcm[at] = Math.round(Math.min(1, Math.max(-1, samples[at] ?? 0)) * 32_767);
    }
    this.#dataBytes += pcm.byteLength;
    if (this.#dataBytes > MAX_DATA_BYTES) {
      throw new AppError('media_too_large', 'The sound is too long for a WAV file.');
    }
    writeSync(this.#fd, Buffer.from(pcm.buffer));
  }

  /** Fills in the sizes and syncs the file to disk. Returns its size in bytes. */
  finish(): number {
    const bytes = this.#head.length + this.#dataBytes;
    this.#head.writeUInt32LE(bytes - 8, 4);
    this.#head.writeUInt32LE(this.#dataBytes, this.#head.length - 4);
    writeSync(this.#fd, this.#head, 0, this.#head.length, 0);
    fsyncSync(this.#fd);
    this.#finished = true;
    return bytes;
  }

  [Symbol.dispose](): void {
    closeSync(this.#fd);
    if (!this.#finished) rmSync(this.#path, { force: true });
  }
}

/** Writes all of `pieces`; see `WavWriter`. Returns the size of the file in bytes. */
export function writeWav(
  path: string,
  pieces: Iterable<Float32Array>,
  sound: { sampleRateHz: number; aigc: AigcLabel | null },
): number {
  using writer = new WavWriter(path, sound);
  for (const samples of pieces) writer.push(samples);
  return writer.finish();
}

function wavHead(sound: { sampleRateHz: number; aigc: AigcLabel | null }): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(sound.sampleRateHz, 4);
  format.writeUInt32LE(sound.sampleRateHz * 2, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  const comment = sound.aigc && JSON.stringify({ [AIGC_FIELD]: sound.aigc });
  return Buffer.concat([
    Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'),
    chunk('fmt ', format),
    ...(comment ? [infoChunk(comment)] : []),
    Buffer.from('data\0\0\0\0', 'latin1'),
  ]);
}

function infoChunk(comment: string): Buffer {
  return chunk(
    'LIST',
    Buffer.concat([Buffer.from('INFO'), chunk('ICMT', Buffer.from(`${comment}\0`))]),
  );
}

function chunk(name: string, body: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from(name, 'latin1'), size, body, Buffer.alloc(body.length % 2)]);
}
