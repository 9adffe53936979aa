import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import type { FFVideoEncoder } from 'node-av/constants';
import sharp from 'sharp';
import { type MadeFootage, makeFootage } from '../worker/media/made-footage.ts';
import { madeFolder } from '../worker/media/made-media.ts';
import { writeTone } from './soak/made-originals.ts';

const DAY_S = 86_400;
const RATE_HZ = 16_000;
const SMALL = { width: 96, height: 64 };
const WHOLE_FRAMES = { codec: 'libx264' as FFVideoEncoder };

export function footage(made: Partial<MadeFootage> = {}): Buffer {
  return written('a.mp4', (path) => makeFootage(path, { ...SMALL, frames: 10, ...made }));
}

/** One picture that is shown for a day. */
export function dayLongFrame(): Buffer {
  const file = footage({ ...WHOLE_FRAMES, frames: 1 });
  sayLength(file, DAY_S);
  const times = file.indexOf('stts');
  file.writeUInt32BE(DAY_S * file.readUInt32BE(file.indexOf('mdhd') + 16), times + 16);
  return file;
}

/** Every header says that it lasts for a second; its last picture comes a day later. */
export function dayInASecond(): Buffer {
  const timesMs = (index: number) => (index < 9 ? index * 40 : DAY_S * 1000);
  const file = footage({ ...WHOLE_FRAMES, timesMs });
  sayLength(file, 1);
  return file;
}

function sayLength(file: Buffer, seconds: number): void {
  const ticks = (box: string) => seconds * file.readUInt32BE(file.indexOf(box) + 16);
  file.writeUInt32BE(ticks('mvhd'), file.indexOf('mvhd') + 20);
  file.writeUInt32BE(ticks('mvhd'), file.indexOf('tkhd') + 24);
  file.writeUInt32BE(ticks('mvhd'), file.indexOf('elst') + 12);
  file.writeUInt32BE(ticks('mdhd'), file.indexOf('mdhd') + 20);
}

/** Sound, many times over. */
export function manyStreams(tracks: number): Buffer {
  return written('a.mka', (path) =>
    writeTone(path, { muxer: 'matroska', codec: 'pcm_s16le', tracks }),
  );
}

/** @param bytes samples of mono at 16 kHz */
export function wav(bytes: Buffer, sample: 'int16' | 'float32' = 'int16'): Buffer {
  const [tag, width] = sample === 'int16' ? [1, 2] : [3, 4];
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + bytes.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(tag, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE_HZ, 24);
  head.writeUInt32LE(RATE_HZ * width, 28);
  head.writeUInt16LE(width, 32);
  head.writeUInt16LE(8 * width, 34);
  head.write('data', 36);
  head.writeUInt32LE(bytes.length, 40);
  return Buffer.concat([head, bytes]);
}

/** A second of numbers that no loudspeaker knows. */
export function endlessSound(): Buffer {
  const wild = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38];
  const samples = Float32Array.from({ length: RATE_HZ }, (_, n) => wild[n % 4] ?? 0);
  return wav(Buffer.from(samples.buffer), 'float32');
}

export const silence = (samples = RATE_HZ) => wav(Buffer.alloc(2 * samples));

export async function picture(side = 64): Promise<Buffer> {
  const create = { width: side, height: side, channels: 3, background: '#a07060' } as const;
  return sharp({ create }).png().toBuffer();
}

/** A picture of a few bytes whose header promises billions of pixels. */
export async function pixelFlood(): Promise<Buffer> {
  const file = await picture();
  file.writeUInt32BE(60_000, 16);
  file.writeUInt32BE(60_000, 20);
  file.writeUInt32BE(crc32(file.subarray(12, 29)), 29);
  return file;
}

function written(name: string, write: (path: string) => void): Buffer {
  using folder = madeFolder();
  write(folder.path(name));
  return readFileSync(folder.path(name));
}

/** A file that tells when anybody opens it to read: a pipe without a writer, which keeps its reader waiting until then. */
export function watchedFile(path: string): Disposable & { wasRead(): boolean } {
  execFileSync('mkfifo', ['-m', '666', path]);
  let read = false;
  const look = () => {
    try {
      closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
      read = true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
    }
  };
  const timer = setInterval(look, 10);
  return {
    wasRead() {
      look();
      return read;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** An address that tells who called it. */
export async function watchedAddress(): Promise<
  AsyncDisposable & { url: string; calls: string[] }
> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
