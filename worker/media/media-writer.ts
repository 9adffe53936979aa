import { closeSync, fsyncSync, openSync, rmSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { AVFMT_FLAG_BITEXACT, AVIO_FLAG_WRITE } from 'node-av/constants';
import {
  type CodecContext,
  Dictionary,
  FormatContext,
  IOContext,
  Packet,
  type Stream,
} from 'node-av/lib';
import { ensure, isDry } from './ffmpeg-call.ts';
import { newStream } from './new-stream.ts';
import type { PreviewWriter } from './preview-writer.ts';

/** An encoder whose packets go to one stream of a file. */
export type WriterTrack = { encoder: CodecContext; stream: Stream };

/**
 * Muxes encoders into one file, interleaved by time. `finish` makes the file whole and durable; a writer disposed
 * before that removes what it wrote.
 */
export class MediaWriter implements Disposable {
  readonly #path: string;
  readonly #preview: PreviewWriter | null;
  readonly #format = new FormatContext();
  readonly #io = new IOContext();
  readonly #packet = new Packet();
  #open = false;
  #finished = false;

  /** `preview` is given every packet as well. */
  constructor(path: string, muxer: string, preview: PreviewWriter | null = null) {
    this.#path = resolve(path);
    this.#preview = preview;
    this.#packet.alloc();
    // The faststart pass reads the file again under this name.
    ensure(this.#format.allocOutputContext2(null, muxer, this.#path), 'choose container');
    ensure(this.#io.open2Sync(this.#path, AVIO_FLAG_WRITE), 'create output');
    this.#open = true;
    this.#format.pb = this.#io;
    this.#format.setFlags(AVFMT_FLAG_BITEXACT);
  }

  addTrack(encoder: CodecContext): WriterTrack {
    const stream = newStream(this.#format, encoder);
    this.#preview?.addTrack(encoder);
    return { encoder, stream };
  }

  // Options are set one by one: a dictionary handed to the library is freed twice and crashes the process at exit.
  writeHeader(options: Record<string, string>, metadata: Record<string, string>): void {
    using fields = Dictionary.fromObject(metadata);
    this.#format.metadata = fields;
    for (const [name, value] of Object.entries(options)) {
      ensure(this.#format.setOption(name, value), `set ${name}`);
    }
    ensure(this.#format.writeHeaderSync(null), 'write header');
    this.#preview?.writeHeader(metadata);
  }

  /** Writes every packet the encoder has ready. */
  drain(track: WriterTrack, frameDuration: bigint): void {
    const packet = this.#packet;
    while (!isDry(track.encoder.receivePacketSync(packet), 'encode')) {
      packet.streamIndex = track.stream.index;
      if (packet.duration === 0n) packet.duration = frameDuration;
      this.#preview?.write(packet, track.encoder.timeBase);
      packet.rescaleTs(track.encoder.timeBase, track.stream.timeBase);
      ensure(this.#format.interleavedWriteFrameSync(packet), 'write packet');
    }
  }

  /** Ends the file and syncs it to disk. Returns its size in bytes. */
  finish(): number {
    this.#preview?.finish();
    ensure(this.#format.writeTrailerSync(), 'write trailer');
    this.#open = false;
    ensure(this.#io.closepSync(), 'close output');
    const fd = openSync(this.#path, 'r+');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    this.#finished = true;
    return statSync(this.#path).size;
  }

  [Symbol.dispose](): void {
    if (this.#open) this.#io.closepSync();
    this.#format.pb = null;
    this.#format.freeContext();
    this.#packet.free();
    if (!this.#finished) rmSync(this.#path, { force: true });
  }
}
