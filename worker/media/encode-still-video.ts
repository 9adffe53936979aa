import { AppError } from '#/domain/errors.ts';
import type { Picture } from '../vision/face.ts';
import { AIGC_FIELD, type AigcLabel } from './aigc.ts';
import type { CaptionCue } from './caption-cues.ts';
import { decodeAudio, type SoundPiece } from './decode-audio.ts';
import { framePainter } from './frame-painter.ts';
import { type FrameRing, FrameRingReader } from './frame-ring.ts';
import type { LabelOptions } from './label.ts';
import type { MediaLimits } from './limits.ts';
import { MediaWriter } from './media-writer.ts';
import type { PictureCodec, VideoQuality } from './picture-codec.ts';
import { type PreviewPiece, PreviewWriter } from './preview-writer.ts';
import { SOUND_RATE_HZ, SoundEncoder } from './sound-encoder.ts';
import { VideoEncoder } from './video-encoder.ts';

type VideoFormat = keyof typeof FORMATS;

const ISO = {
  pictures: ['h264', 'h265'],
  sound: 'aac',
  options: { movflags: '+faststart+use_metadata_tags' },
} as const;
const FORMATS = {
  mp4: { ...ISO, muxer: 'mp4' },
  mov: { ...ISO, muxer: 'mov' },
  webm: { pictures: ['vp9', 'av1'], sound: 'opus', muxer: 'webm', options: {} },
} as const;

/** Everything but `onProgress` and `onPreview` is plain data and can be posted to a thread. */
export type EncodeVideoOptions = {
  /** RGBA frames, packed rows, `width × height × 4` bytes each. */
  ring: FrameRing;
  /** Even. */
  width: number;
  /** Even. */
  height: number;
  fps: number;
  /** How many frames the ring will deliver; fewer is a failure. */
  frames: number;
  /** Any accepted file with sound; null makes a silent video. */
  audioPath: string | null;
  /** Cuts or pads the sound to this length; without it the sound is as long as its file. */
  audioDurationMs?: number;
  outputPath: string;
  /** `webm` has Opus, the others AAC. */
  format: VideoFormat;
  /** `h264` (default) or `h265` in MP4 and MOV, `vp9` (default) or `av1` in WebM. */
  codec?: PictureCodec;
  quality: VideoQuality;
  /** Encoder threads; default 2. Equal inputs and threads give equal bytes. */
  threads?: number;
  label: LabelOptions | null;
  /** Laid over the upper right corner as it is; see `loadWatermark`. */
  watermark?: Picture | null;
  /** Drawn into the picture; see `captionCues`. */
  captions?: readonly CaptionCue[] | null;
  /** Where a preview is written while the file is made; see `PreviewWriter`. H.264 in MP4 or MOV only. */
  previewFolder?: string | null;
  onPreview?: (piece: PreviewPiece) => void;
  metadata: { aigc: AigcLabel; title?: string };
  limits?: MediaLimits;
  onProgress?: (framesDone: number) => void;
};

/**
 * Encodes frames from a ring and sound from a file into a video; MP4 and MOV have their index in front. Blocks its thread until
 * done; memory does not depend on the length. On failure nothing is left at `outputPath` and the ring is closed.
 * @returns size of the file, synced to disk
 * @throws AppError `engine_failed` when frames are missing, those of `decodeAudio` for the sound
 */
export function encodeVideo(options: EncodeVideoOptions): { bytes: number } {
  const format = FORMATS[options.format];
  const reader = new FrameRingReader(options.ring);
  try {
    using sound = options.audioPath ? openSound(options.audioPath, options) : null;
    using picture = new VideoEncoder({
      ...options,
      threads: options.threads ?? 2,
      codec: pictureCodec(options),
    });
    using preview = openPreview(options);
    using writer = new MediaWriter(options.outputPath, format.muxer, preview);
    const pictureTrack = writer.addTrack(picture.context);
    const soundTrack = sound ? writer.addTrack(sound.context) : null;
    writer.writeHeader(format.options, containerFields(options));

    const paint = framePainter(options);
    const previewKey = preview ? Math.round(options.fps) : -1;
    const drainSound = () => {
      if (sound && soundTrack) writer.drain(soundTrack, BigInt(sound.context.frameSize));
    };
    for (let index = 0; index < options.frames; index++) {
      const rgba = reader.next();
      if (!rgba) throw endedEarly(reader);
      picture.send(rgba, paint(index), index === previewKey);
      reader.release();
      sound?.sendUntil((index + 1) / options.fps, drainSound);
      writer.drain(pictureTrack, 1n);
      options.onProgress?.(index + 1);
    }
    picture.flush();
    writer.drain(pictureTrack, 1n);
    sound?.sendUntil(Number.POSITIVE_INFINITY, drainSound);
    sound?.flush();
    drainSound();
    return { bytes: writer.finish() };
  } finally {
    reader.close();
  }
}

/** @throws AppError `validation_failed` */
function pictureCodec({ format, codec }: EncodeVideoOptions): PictureCodec {
  const [usual, other] = FORMATS[format].pictures;
  if (!codec || codec === usual || codec === other) return codec ?? usual;
  throw new AppError('validation_failed', `A ${format} file cannot hold ${codec}.`);
}

function openPreview(options: EncodeVideoOptions): PreviewWriter | null {
  if (!options.previewFolder || pictureCodec(options) !== 'h264') return null;
  return new PreviewWriter(options.previewFolder, options.onPreview ?? (() => undefined));
}

function openSound(path: string, options: EncodeVideoOptions): SoundEncoder {
  const pieces = decodeAudio(path, {
    sampleRateHz: SOUND_RATE_HZ,
    channels: 'source',
    ...(options.limits && { limits: options.limits }),
  });
  const first = pieces.next();
  const total = options.audioDurationMs;
  return new SoundEncoder(first.done ? pieces : resume(first.value, pieces), {
    codec: FORMATS[options.format].sound,
    channels: first.value?.length ?? 1,
    totalSamples: total === undefined ? null : Math.round((total / 1000) * SOUND_RATE_HZ),
  });
}

function* resume(first: SoundPiece, rest: Generator<SoundPiece>): Generator<SoundPiece> {
  try {
    yield first;
    yield* rest;
  } finally {
    rest.return(undefined);
  }
}

function containerFields(options: EncodeVideoOptions): Record<string, string> {
  const { aigc, title } = options.metadata;
  return { [AIGC_FIELD]: JSON.stringify(aigc), ...(title && { title }) };
}

function endedEarly(reader: FrameRingReader): AppError {
  return reader.state === 'aborted'
    ? new AppError('engine_failed', 'The encoding was stopped.')
    : new AppError('engine_failed', 'The picture ended before all frames were made.');
}
