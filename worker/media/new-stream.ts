import { AV_CODEC_ID_HEVC } from 'node-av/constants';
import type { CodecContext, FormatContext, Stream } from 'node-av/lib';
import { ensure } from './ffmpeg-call.ts';

const HEVC_TAG = 'hvc1';

/** A stream of an output for what an encoder makes. */
export function newStream(format: FormatContext, encoder: CodecContext): Stream {
  const stream = format.newStream();
  ensure(stream.codecpar.fromContext(encoder), 'copy encoder parameters');
  stream.timeBase = encoder.timeBase;
  stream.avgFrameRate = encoder.framerate;
  // Players of Apple know no other tag for it.
  if (encoder.codecId === AV_CODEC_ID_HEVC) stream.codecpar.codecTag = HEVC_TAG;
  return stream;
}
