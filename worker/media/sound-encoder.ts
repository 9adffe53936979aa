import {
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLTP,
  FF_ENCODER_AAC,
} from 'node-av/constants';
import { avChannelLayoutDefault, Codec, CodecContext, Frame, Rational } from 'node-av/lib';
import type { SoundPiece } from './decode-audio.ts';
import { ensure } from './ffmpeg-call.ts';

export const SOUND_RATE_HZ = 48_000;
// Below this the encoder starves the first frames of a sound that sets in at once (12 dB against 40).
const BIT_RATES = { mono: 160_000n, stereo: 256_000n };

/**
 * Encodes sound pieces of any length as AAC, in step with the picture: `sendUntil` takes just enough of them.
 * `totalSamples` cuts or pads the sound to an exact length; null takes it as it is.
 */
export class SoundEncoder implements Disposable {
  readonly context: CodecContext;
  readonly channels: number;
  readonly #pieces: Iterator<SoundPiece>;
  readonly #totalSamples: number | null;
  readonly #frame: Frame;
  readonly #frameSamples: number;
  #piece: SoundPiece = [];
  #offset = 0;
  #sent = 0;
  #done = false;

  constructor(pieces: Iterable<SoundPiece>, channels: number, totalSamples: number | null) {
    this.channels = channels;
    this.#pieces = pieces[Symbol.iterator]();
    this.#totalSamples = totalSamples;
    this.context = openAac(channels);
    this.#frameSamples = this.context.frameSize;
    this.#frame = soundFrame(channels, this.#frameSamples);
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
    const planes = (frame.data ?? []).map(
      (plane) => new Float32Array(plane.buffer, plane.byteOffset, this.#frameSamples),
    );
    const count = this.#fill(planes);
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

function openAac(channels: number): CodecContext {
  const codec = Codec.findEncoderByName(FF_ENCODER_AAC);
  const context = new CodecContext();
  context.allocContext3(codec);
  context.sampleRate = SOUND_RATE_HZ;
  context.sampleFormat = AV_SAMPLE_FMT_FLTP;
  context.channelLayout = avChannelLayoutDefault(channels);
  context.timeBase = new Rational(1, SOUND_RATE_HZ);
  context.bitRate = channels === 1 ? BIT_RATES.mono : BIT_RATES.stereo;
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT);
  ensure(context.open2Sync(codec), 'open sound encoder');
  return context;
}

function soundFrame(channels: number, nbSamples: number): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.format = AV_SAMPLE_FMT_FLTP;
  frame.sampleRate = SOUND_RATE_HZ;
  frame.channelLayout = avChannelLayoutDefault(channels);
  frame.nbSamples = nbSamples;
  ensure(frame.getBuffer(0), 'allocate sound frame');
  return frame;
}
