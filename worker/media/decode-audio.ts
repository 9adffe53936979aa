import { AV_CHANNEL_ORDER_UNSPEC, AV_NOPTS_VALUE, AV_SAMPLE_FMT_FLTP } from 'node-av/constants';
import {
  avChannelLayoutDefault,
  type Frame,
  SoftwareResampleContext,
  type Stream,
} from 'node-av/lib';
import { AppError } from '#/domain/errors.ts';
import { mediaTooLong } from './check-tracks.ts';
import { detectContainer } from './container.ts';
import { decodeFrames } from './decode-frames.ts';
import { ensureReadable } from './ffmpeg-call.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './limits.ts';
import { type OpenMedia, openDecoder, openMedia, readOnly } from './open-media.ts';
import { ROUNDING_MS } from './scan-packets.ts';

/** How sound is wanted. `channels: 'source'` keeps mono mono and mixes everything else down to two. */
export type SoundFormat = {
  sampleRateHz: number;
  channels: 1 | 2 | 'source';
  limits?: MediaLimits;
};

/** Sound of a file: one array of −1..1 per channel, all of equal length, valid until the next piece. */
export type SoundPiece = Float32Array[];

/**
 * Decodes the sound of any accepted file piece by piece; memory does not depend on its length. Starts at the start of
 * the file: sound that sets in later is preceded by silence. Damaged packets are skipped.
 * @throws AppError `no_audio`, `media_unreadable`, `media_unsupported`, `media_too_large`
 */
export function* decodeAudio(path: string, wanted: SoundFormat): Generator<SoundPiece> {
  const container = detectContainer(path);
  if (container.family === 'image') throw new AppError('no_audio', 'A picture has no sound.');
  const limits = wanted.limits ?? DEFAULT_MEDIA_LIMITS;
  using media = openMedia(path, container, limits);
  const stream = media.audio;
  if (!stream) throw new AppError('no_audio', 'The file has no sound.');
  readOnly(media, stream);
  const channels =
    wanted.channels === 'source' ? Math.min(2, stream.codecpar.channels) : wanted.channels;
  using decoder = openDecoder(stream);
  using resampler = new FrameResampler(wanted.sampleRateHz, channels);
  const maxSamples = ((limits.mediaDurationMs + ROUNDING_MS) / 1000) * wanted.sampleRateHz;
  let samples = 0;
  let started = false;
  for (const frame of decodeFrames(media, stream, decoder)) {
    if (!started) {
      started = true;
      const lead = leadInSamples(media, stream, frame);
      yield* silence(Math.round(lead * wanted.sampleRateHz), channels);
    }
    const piece = resampler.convert(frame);
    samples += piece[0]?.length ?? 0;
    if (samples > maxSamples) throw mediaTooLong(limits);
    if (piece[0]?.length) yield piece;
  }
  const rest = resampler.convert(null);
  if (rest[0]?.length) yield rest;
  if (!started) {
    throw new AppError(
      'media_unreadable',
      'The sound of the file is damaged: nothing could be decoded.',
    );
  }
}

const LATE_S = 0.02;

function leadInSamples(media: OpenMedia, stream: Stream, first: Frame): number {
  const fileStart = media.format.startTime;
  if (!media.video || first.pts === AV_NOPTS_VALUE || fileStart === AV_NOPTS_VALUE) return 0;
  const at = Number(first.pts) * stream.timeBase.toDouble() - Number(fileStart) / 1e6;
  return at > LATE_S ? Math.min(at, 3600) : 0;
}

function* silence(samples: number, channels: number): Generator<SoundPiece> {
  const chunk = 16_384;
  for (let left = samples; left > 0; left -= chunk) {
    const zeros = new Float32Array(Math.min(chunk, left));
    yield Array.from({ length: channels }, () => zeros);
  }
}

/** Files of floating-point sound may hold anything: what is no number becomes silence, what is too loud full scale. */
function bounded(samples: Float32Array): Float32Array {
  for (let at = 0; at < samples.length; at++) {
    const sample = samples[at] ?? 0;
    if (!(sample >= -1 && sample <= 1)) samples[at] = sample > 1 ? 1 : sample < -1 ? -1 : 0;
  }
  return samples;
}

/** swresample to planar float at one rate, rebuilt when the source changes its format midway. */
class FrameResampler implements Disposable {
  readonly #sampleRateHz: number;
  readonly #channels: number;
  readonly #context = new SoftwareResampleContext();
  #source = '';
  #planes: Buffer[] = [];
  #capacity = 0;

  constructor(sampleRateHz: number, channels: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#channels = channels;
  }

  /** null drains what the filter still holds. */
  convert(frame: Frame | null): SoundPiece {
    if (frame) this.#configure(frame);
    if (!this.#context.isInitialized()) return [];
    const nbSamples = frame?.nbSamples ?? 0;
    this.#reserve(this.#context.getOutSamples(nbSamples) + 64);
    const count = ensureReadable(
      this.#context.convertSync(
        this.#planes,
        this.#capacity,
        frame?.extendedData ?? frame?.data ?? null,
        nbSamples,
      ),
      'resample',
    );
    return this.#planes.map((plane) =>
      bounded(new Float32Array(plane.buffer, plane.byteOffset, count)),
    );
  }

  #configure(frame: Frame): void {
    const source = `${frame.sampleRate} ${frame.format} ${frame.channels}`;
    if (source === this.#source) return;
    this.#source = source;
    const layout = frame.channelLayout;
    ensureReadable(
      this.#context.allocSetOpts2(
        avChannelLayoutDefault(this.#channels),
        AV_SAMPLE_FMT_FLTP,
        this.#sampleRateHz,
        layout.order === AV_CHANNEL_ORDER_UNSPEC ? avChannelLayoutDefault(frame.channels) : layout,
        frame.format as typeof AV_SAMPLE_FMT_FLTP,
        frame.sampleRate,
      ),
      'configure resampler',
    );
    // Without this, floating-point downmixes come out up to 3 dB too loud and clip.
    ensureReadable(this.#context.setOption('rematrix_maxval', 1), 'set downmix gain');
    ensureReadable(this.#context.init(), 'start resampler');
  }

  #reserve(samples: number): void {
    if (samples <= this.#capacity) return;
    this.#capacity = samples;
    this.#planes = Array.from({ length: this.#channels }, () =>
      Buffer.from(new ArrayBuffer(samples * Float32Array.BYTES_PER_ELEMENT)),
    );
  }

  [Symbol.dispose](): void {
    this.#context.free();
  }
}
