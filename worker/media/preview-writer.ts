import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type CodecContext, Dictionary, FormatContext, Packet, type Rational } from 'node-av/lib';
import { ensure } from './ffmpeg-call.ts';
import { newStream } from './new-stream.ts';

/** A finished piece of a preview. Number 0 is the initialisation segment, the others play one after the other. */
export type PreviewPiece = { number: number; path: string; durationMs: number };

const INIT = 'init.mp4';
const PLAYLIST = 'preview.m3u8';
// A piece ends at the first keyframe after each full second; keyframes are two seconds apart but for the first two.
const PIECE_S = '1';

/**
 * Writes packets that go into an MP4 also as HLS with fragmented MP4 (RFC 8216): `init.mp4`, `1.m4s`, `2.m4s` … and the
 * playlist `preview.m3u8` in `folder`, which is replaced as a whole whenever a piece is done. A playlist of an
 * earlier attempt is replaced; pieces may be moved away once they have been told of.
 */
export class PreviewWriter implements Disposable {
  readonly #folder: string;
  readonly #onPiece: (piece: PreviewPiece) => void;
  readonly #format = new FormatContext();
  readonly #packet = new Packet();
  #told = 0;

  constructor(folder: string, onPiece: (piece: PreviewPiece) => void) {
    this.#folder = folder;
    this.#onPiece = onPiece;
    this.#packet.alloc();
    mkdirSync(folder, { recursive: true });
    rmSync(join(folder, PLAYLIST), { force: true });
    ensure(
      this.#format.allocOutputContext2(null, 'hls', join(folder, PLAYLIST)),
      'choose container',
    );
  }

  addTrack(encoder: CodecContext): void {
    newStream(this.#format, encoder);
  }

  writeHeader(metadata: Record<string, string>): void {
    using fields = Dictionary.fromObject(metadata);
    this.#format.metadata = fields;
    const options = {
      hls_time: PIECE_S,
      hls_list_size: '0',
      hls_playlist_type: 'event',
      hls_segment_type: 'fmp4',
      hls_fmp4_init_filename: INIT,
      hls_segment_filename: join(this.#folder, '%d.m4s'),
      hls_flags: 'temp_file+independent_segments',
      hls_segment_options: 'movflags=+use_metadata_tags',
      start_number: '1',
    };
    for (const [name, value] of Object.entries(options)) {
      ensure(this.#format.setOption(name, value), `set ${name}`);
    }
    ensure(this.#format.writeHeaderSync(null), 'write preview header');
  }

  /** Writes a copy of a packet whose times are in units of `timeBase`. */
  write(packet: Packet, timeBase: Rational): void {
    const copy = this.#packet;
    const stream = this.#format.streams[packet.streamIndex];
    if (!stream) return;
    ensure(copy.ref(packet), 'copy packet');
    copy.rescaleTs(timeBase, stream.timeBase);
    const mayEndPiece = copy.isKeyframe && copy.streamIndex === 0;
    ensure(this.#format.interleavedWriteFrameSync(copy), 'write preview');
    if (mayEndPiece) this.#tell();
  }

  finish(): void {
    ensure(this.#format.writeTrailerSync(), 'end preview');
    this.#tell();
  }

  #tell(): void {
    const playlist = join(this.#folder, PLAYLIST);
    if (!existsSync(playlist)) return;
    const lengths = [...readFileSync(playlist, 'utf8').matchAll(/^#EXTINF:([\d.]+),/gm)];
    if (lengths.length > 0 && this.#told === 0) this.#piece(0, INIT, 0);
    for (const [, seconds] of lengths.slice(this.#told)) {
      this.#told++;
      this.#piece(this.#told, `${this.#told}.m4s`, Math.round(Number(seconds) * 1000));
    }
  }

  #piece(number: number, name: string, durationMs: number): void {
    this.#onPiece({ number, path: join(this.#folder, name), durationMs });
  }

  [Symbol.dispose](): void {
    this.#format.freeContext();
    this.#packet.free();
  }
}
