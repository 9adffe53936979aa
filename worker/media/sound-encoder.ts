import {
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_FLTP,
  FF_ENCODER_AAC,
  FF_ENCODER_LIBOPUS,
} from 'node-av/constants';
import { avChannelLayoutDefault, Codec, CodecContext, Frame, Rational } from 'node-av/lib';
import type { SoundPiece } from './decode-audio.ts';
import { ensure } from './ffmpeg-call.ts';

export const SOUND_RATE_HZ = 48_000;
// Below this the encoder starves the first frames of a sound that sets in at once (12 dB against 40).
const BIT_RATES = { mono: 160_000n, stereo: 256_000n };

const CODECS = {
  aac: { name: FF_ENCODER_AAC, sampleFormat: AV_SAMPLE_FMT_FLTP },
  opus: { name: FF_ENCODER_LIBOPUS, sampleFormat: AV_SAMPLE_FMT_FLT },
} as const;

export type SoundShape = {
  codec: 'aac' | 'opus';
  channels: number;
  /** Cuts or pads the sound to this length at 48 kHz; null takes it as it is. */
  totalSamples: number | null;
};

/**
 * Encodes sound pieces of any length, in step with the picture: `sendUntil` takes just enough of them.
 */
export class SoundEncoder implements Disposable {
  readonly context: CodecContext;
  readonly #pieces: Iterator<SoundPiece>;
  readonly #totalSamples: number | null;
  readonly #frame: Frame;
  readonly #frameSamples: number;
  readonly #planes: SoundPiece;
  #piece: SoundPiece = [];
  #offset = 0;
  #sent = 0;
  #done = false;

  constructor(pieces: Iterable<SoundPiece>, sound: SoundShape) {
    this.#pieces = pieces[Symbol.iterator]();
    this.#totalSamples = sound.totalSamples;
    this.context = openSoundCodec(sound);
    this.#frameSamples = this.context.frameSize;
    this.#frame = soundFrame(this.context, this.#frameSamples);
    this.#planes = Array.from(
      { length: sound.channels },
      () => new Float32Array(this.#frameSamples),
    );
  }

  /** Sends sound up to `seconds`; after each frame `drain` takes the packets, without which the next is refused. */
  sendUntil(seconds: number, drain: () => void): void {
    while (!this.#done && this.#sent < seconds * SOUND_RATE_HZ) {
      this.#sendFrame();
      drain();
    }
  }

  flush(): void {
    ensure(this.context.sendFrameSync(null), 'flush sound');
  }

  #sendFrame(): void {
    const frame = this.#frame;
    ensure(frame.makeWritable(), 'reuse frame');
    const count = this.#fill(this.#planes);
    this.#copyTo(frame.data ?? []);
    this.#done = count < this.#frameSamples;
    if (count === 0) return;
    frame.nbSamples = count;
    frame.pts = BigInt(this.#sent);
    this.#sent += count;
    ensure(this.context.sendFrameSync(frame), 'encode sound');
  }

  #fill(planes: Float32Array[]): number {
    const left = this.#totalSamples === null ? Infinity : this.#totalSamples - this.#sent;
    const wanted = Math.min(this.#frameSamples, left);
    let count = 0;
    while (count < wanted && this.#refill()) {
      const take = Math.min(wanted - count, (this.#piece[0]?.length ?? 0) - this.#offset);
      planes.forEach((plane, channel) => {
        const source = this.#piece[channel];
        if (source) plane.set(source.subarray(this.#offset, this.#offset + take), count);
      });
      this.#offset += take;
      count += take;
    }
    if (this.#totalSamples === null) return count;
    for (const plane of planes) plane.fill(0, count, wanted);
    return wanted;
  }

  #copyTo(buffers: Buffer[]): void {
    const out = buffers.map(({ buffer, byteOffset, length }) => {
      return new Float32Array(buffer, byteOffset, length / Float32Array.BYTES_PER_ELEMENT);
    });
    const [first] = out;
    const channels = this.#planes.length;
    if (out.length === channels || !first) {
      this.#planes.forEach((plane, channel) => {
        out[channel]?.set(plane);
      });
      return;
    }
    this.#planes.forEach((plane, channel) => {
      for (let at = 0; at < plane.length; at++) first[at * channels + channel] = plane[at] ?? 0;
    });
  }

  #refill(): boolean {
    while (this.#offset >= (this.#piece[0]?.length ?? 0)) {
      const next = this.#pieces.next();
      if (next.done) return false;
      this.#piece = next.value;
      this.#offset = 0;
    }
    return true;
  }

  [Symbol.dispose](): void {
    this.#pieces.return?.();
    this.context.freeContext();
    this.#frame.free();
  }
}

function openSoundCodec(sound: SoundShape): CodecContext {
  const { name, sampleFormat } = CODECS[sound.codec];
  const codec = Codec.findEncoderByName(name);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.sampleRate = SOUND_RATE_HZ;
  context.sampleFormat = sampleFormat;
  context.channelLayout = avChannelLayoutDefault(sound.channels);
  context.timeBase = new Rational(1, SOUND_RATE_HZ);
  context.bitRate = sound.channels === 1 ? BIT_RATES.mono : BIT_RATES.stereo;
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT);
  ensure(context.open2Sync(codec), 'open sound encoder');
  return context;
}

function soundFrame(context: CodecContext, nbSamples: number): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.format = context.sampleFormat;
  frame.sampleRate = SOUND_RATE_HZ;
  frame.channelLayout = context.channelLayout;
  frame.nbSamples = nbSamples;
  ensure(frame.getBuffer(0), 'allocate sound frame');
  return frame;
}
