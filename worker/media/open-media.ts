import { resolve } from 'node:path';
import {
  AV_DISPOSITION_ATTACHED_PIC,
  AVDISCARD_ALL,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants';
import { Codec, CodecContext, FormatContext, InputFormat, type Stream } from 'node-av/lib';
import { AppError } from '#/domain/errors.ts';
import { checkTracks } from './check-tracks.ts';
import type { Container } from './container.ts';
import { ensure } from './ffmpeg-call.ts';
import { DEFAULT_MEDIA_LIMITS, type MediaLimits } from './limits.ts';

/** Decoders an upload may reach; all others, and whatever they could do wrong, are out of reach. */
const DECODERS: readonly string[] = [
  'h264,hevc,vp8,vp9,libdav1d,av1,mpeg4,mpeg2video,h263,mjpeg,prores,theora,bmp',
  'aac,aac_latm,mp3float,mp3,mp2float,mp2,flac,libopus,opus,vorbis,libvorbis,alac,ac3,eac3',
  'pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le',
  'pcm_u8,pcm_s8,pcm_alaw,pcm_mulaw,adpcm_ms,adpcm_ima_wav',
]
  .join(',')
  .split(',');

/** A stream may announce a small picture and switch to a huge one. */
const MAX_PIXELS = 64_000_000;

export type OpenMedia = Disposable & {
  format: FormatContext;
  /** The first real picture stream; cover art of a song is none. */
  video: Stream | null;
  audio: Stream | null;
};

/**
 * Opens a file with exactly the demuxer its content names and the file protocol only, so that no content can
 * make it open another file. Tracks and picture sizes are held against the limits before anything is decoded.
 * @throws AppError `media_unreadable`, `media_too_large`
 */
export function openMedia(
  path: string,
  container: Extract<Container, { family: 'media' }> | { demuxer: string },
  limits: MediaLimits = DEFAULT_MEDIA_LIMITS,
): OpenMedia {
  const demuxer = InputFormat.findInputFormat(container.demuxer);
  const format = new FormatContext();
  format.allocContext();
  format.setOption('protocol_whitelist', 'file');
  format.setOption('format_whitelist', demuxer?.name ?? container.demuxer);
  format.setOption('codec_whitelist', DECODERS.join(','));
  format.maxStreams = limits.tracks + 1;
  try {
    ensure(format.openInputSync(`file:${resolve(path)}`, demuxer), 'open input');
    checkTracks(format.streams, limits);
    ensure(format.findStreamInfoSync(null), 'find stream info');
    checkTracks(format.streams, limits);
  } catch (cause) {
    format.closeInputSync();
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'media_unreadable',
      'The file is damaged or incomplete and could not be opened.',
      { cause },
    );
  }
  const streams = format.streams;
  return {
    format,
    video:
      streams.find(
        (stream) =>
          stream.codecpar.codecType === AVMEDIA_TYPE_VIDEO &&
          (stream.disposition & AV_DISPOSITION_ATTACHED_PIC) === 0,
      ) ?? null,
    audio: streams.find((stream) => stream.codecpar.codecType === AVMEDIA_TYPE_AUDIO) ?? null,
    [Symbol.dispose]: () => format.closeInputSync(),
  };
}

/** Demuxes only `stream` from now on. */
export function readOnly(media: OpenMedia, stream: Stream): void {
  for (const other of media.format.streams) {
    if (other.index !== stream.index) other.discard = AVDISCARD_ALL;
  }
}

/** An opened decoder for a stream; the caller frees it. @throws AppError `media_unsupported` */
export function openDecoder(stream: Stream, threads = 1): CodecContext {
  const decoder = Codec.findDecoder(stream.codecpar.codecId);
  if (!decoder?.name || !DECODERS.includes(decoder.name)) {
    throw new AppError(
      'media_unsupported',
      `The codec ${decoder?.name ?? 'of this file'} is not supported; H.264 with AAC works everywhere.`,
    );
  }
  const context = new CodecContext();
  context.allocContext3(decoder);
  try {
    ensure(stream.codecpar.toContext(context), 'copy codec parameters');
    context.pktTimebase = stream.timeBase;
    context.threadCount = threads;
    ensure(context.setOption('max_pixels', MAX_PIXELS), 'limit pixels');
    ensure(context.open2Sync(decoder), 'open decoder');
  } catch (cause) {
    context.freeContext();
    throw new AppError('media_unreadable', 'The file is damaged: its streams cannot be decoded.', {
      cause,
    });
  }
  return context;
}
