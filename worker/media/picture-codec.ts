import {
  AV_CODEC_FLAG_BITEXACT,
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  FF_ENCODER_LIBSVTAV1,
  FF_ENCODER_LIBVPX_VP9,
  FF_ENCODER_LIBX264,
  FF_ENCODER_LIBX265,
} from 'node-av/constants';
import { Codec, CodecContext, Rational } from 'node-av/lib';
import { ensure } from './ffmpeg-call.ts';

export type PictureCodec = 'h264' | 'h265' | 'vp9' | 'av1';

export type VideoQuality = 'draft' | 'standard' | 'high';

export type VideoShape = {
  width: number;
  height: number;
  fps: number;
  quality: VideoQuality;
  threads: number;
  /** Default `h264`. */
  codec?: PictureCodec;
};

type CodecOptions = Record<string, string>;

/** What x264 makes of AVX-512 differs from run to run (its macroblock tree); without it pictures are the same on every machine. */
const H264_SAME = { 'x264-params': 'cpu-independent=1' };
const H264: Record<VideoQuality, CodecOptions> = {
  draft: { ...H264_SAME, preset: 'superfast', crf: '29' },
  standard: { ...H264_SAME, preset: 'veryfast', crf: '21' },
  high: { ...H264_SAME, preset: 'faster', crf: '17' },
};
const VP9_FAST: CodecOptions = { deadline: 'realtime', 'row-mt': '1', 'lag-in-frames': '0' };
const VP9: Record<VideoQuality, CodecOptions> = {
  draft: { ...VP9_FAST, 'cpu-used': '8', crf: '40' },
  standard: { ...VP9_FAST, 'cpu-used': '8', crf: '32' },
  high: { ...VP9_FAST, 'cpu-used': '6', crf: '24' },
};
const H265_LOG = { 'x265-params': 'log-level=none:info=0' };
const H265: Record<VideoQuality, CodecOptions> = {
  draft: { ...H265_LOG, preset: 'ultrafast', crf: '31' },
  standard: { ...H265_LOG, preset: 'superfast', crf: '24' },
  high: { ...H265_LOG, preset: 'veryfast', crf: '20' },
};
const AV1: Record<VideoQuality, CodecOptions> = {
  draft: { preset: '10', crf: '45' },
  standard: { preset: '10', crf: '34' },
  high: { preset: '9', crf: '25' },
};
const CODECS = {
  h264: { name: FF_ENCODER_LIBX264, options: H264 },
  h265: { name: FF_ENCODER_LIBX265, options: H265 },
  av1: { name: FF_ENCODER_LIBSVTAV1, options: AV1 },
  vp9: { name: FF_ENCODER_LIBVPX_VP9, options: VP9 },
} as const;
const KEYFRAME_S = 2;

/** An opened encoder for limited-range BT.709 4:2:0 frames; the caller frees it. */
export function openPictureCodec(shape: VideoShape): CodecContext {
  const { name, options } = CODECS[shape.codec ?? 'h264'];
  const codec = Codec.findEncoderByName(name);
  const context = new CodecContext();
  context.allocContext3(codec);
  const rate = frameRate(shape.fps);
  context.width = shape.width;
  context.height = shape.height;
  context.pixelFormat = AV_PIX_FMT_YUV420P;
  context.framerate = rate;
  context.timeBase = rate.inv();
  context.sampleAspectRatio = new Rational(1, 1);
  context.gopSize = Math.max(1, Math.round(shape.fps * KEYFRAME_S));
  context.bitRate = 0n;
  context.colorRange = AVCOL_RANGE_MPEG;
  context.colorSpace = AVCOL_SPC_BT709;
  context.colorPrimaries = AVCOL_PRI_BT709;
  context.colorTrc = AVCOL_TRC_BT709;
  context.threadCount = shape.threads;
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER, AV_CODEC_FLAG_BITEXACT);
  for (const [option, value] of Object.entries(options[shape.quality])) {
    ensure(context.setOption(option, value), `set ${option}`);
  }
  ensure(context.open2Sync(codec), 'open encoder');
  return context;
}

/** The exact rate meant by a rounded one: 29.97 is 30000/1001. */
function frameRate(fps: number): Rational {
  const whole = Math.round(fps);
  if (Math.abs(fps - whole) < 0.001) return new Rational(whole, 1);
  const ntsc = (whole * 1000) / 1001;
  if (Math.abs(fps - ntsc) < 0.01) return new Rational(whole * 1000, 1001);
  return new Rational(Math.round(fps * 1000), 1000);
}
