import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_PIX_FMT_YUVJ420P,
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_S16,
  type FFEncoderCodec,
  type FFVideoEncoder,
} from 'node-av/constants';
import { avChannelLayoutDefault, Codec, CodecContext, Frame, Rational } from 'node-av/lib';
import sharp from 'sharp';
import { ensure } from '../../worker/media/ffmpeg-call.ts';
import { type MadeFootage, makeFootage } from '../../worker/media/made-footage.ts';
import { MediaWriter } from '../../worker/media/media-writer.ts';

/** A small file of one of the kinds that are taken, by code. */
export type Original = { name: string; kind: 'video' | 'audio' | 'image'; bytes: Buffer };

const RATE_HZ = 16_000;
const SECONDS = 0.4;
const SIDE = 160;
const SIZE = { width: SIDE, height: SIDE, frames: 10 };

const VIDEOS: [name: string, made: Partial<MadeFootage>][] = [
  ['h264.mp4', {}],
  ['h264.mov', { muxer: 'mov', rotation: 90 }],
  ['h264.mkv', { muxer: 'matroska' }],
  ['h264.avi', { muxer: 'avi', codec: 'libx264' as FFVideoEncoder }],
  ['h264.ts', { muxer: 'mpegts' }],
  ['h265.mp4', { codec: 'libx265' as FFVideoEncoder, options: { preset: 'ultrafast' } }],
  [
    'vp8.webm',
    { muxer: 'webm', codec: 'libvpx' as FFVideoEncoder, options: { deadline: 'realtime' } },
  ],
  [
    'vp9.webm',
    { muxer: 'webm', codec: 'libvpx-vp9' as FFVideoEncoder, options: { 'cpu-used': '8' } },
  ],
  ['mpeg4.avi', { muxer: 'avi', codec: 'mpeg4' as FFVideoEncoder, options: {} }],
  [
    'mjpeg.mkv',
    {
      muxer: 'matroska',
      codec: 'mjpeg' as FFVideoEncoder,
      options: {},
      pixelFormat: AV_PIX_FMT_YUVJ420P,
    },
  ],
];

const SOUNDS = [
  ['pcm.wav', 'wav', 'pcm_s16le'],
  ['lame.mp3', 'mp3', 'libmp3lame'],
  ['aac.aac', 'adts', 'aac'],
  ['aac.m4a', 'ipod', 'aac'],
  ['flac.flac', 'flac', 'flac'],
  ['vorbis.ogg', 'ogg', 'libvorbis'],
] as const;

const PICTURES = ['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const;

export async function makeOriginals(): Promise<Original[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-originals-'));
  try {
    const face = await drawFace();
    const sample = await inYuv(face);
    const media = [
      ...VIDEOS.map(([name, made]) => {
        makeFootage(join(folder, name), { ...SIZE, sample, ...made });
        return { name, kind: 'video' as const };
      }),
      ...SOUNDS.map(([name, muxer, codec]) => {
        writeTone(join(folder, name), { muxer, codec });
        return { name, kind: 'audio' as const };
      }),
    ];
    for (const format of PICTURES) {
      await writeFile(
        join(folder, `face.${format}`),
        await sharp(face).toFormat(format).toBuffer(),
      );
    }
    const pictures = PICTURES.map((format) => ({ name: `face.${format}`, kind: 'image' as const }));
    return await Promise.all(
      [...media, ...pictures].map(async ({ name, kind }) => ({
        name,
        kind,
        bytes: await readFile(join(folder, name)),
      })),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A person, so that damaged footage gets as far as the painting of its mouth. */
async function drawFace(): Promise<Buffer> {
  const presenter = await readFile(new URL('../../public/presenters/host.svg', import.meta.url));
  return sharp(presenter).resize(SIDE, SIDE).flatten({ background: '#ccc' }).png().toBuffer();
}

async function inYuv(picture: Buffer): Promise<NonNullable<MadeFootage['sample']>> {
  const pixels = await sharp(picture).raw().toBuffer();
  return (x, y) => {
    const [red = 0, green = 0, blue = 0] = pixels.subarray((y * SIDE + x) * 3);
    const luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    return [
      16 + (luma * 219) / 255,
      128 + ((blue - luma) * 224) / (1.8556 * 255),
      128 + ((red - luma) * 224) / (1.5748 * 255),
    ];
  };
}

/** A tone, on as many tracks; those after the first are empty. */
export function writeTone(
  path: string,
  sound: { muxer: string; codec: string; tracks?: number },
): void {
  const codec = Codec.findEncoderByName(sound.codec as FFEncoderCodec);
  using encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.sampleRate = RATE_HZ;
  encoder.sampleFormat = codec?.sampleFormats?.[0] ?? AV_SAMPLE_FMT_FLT;
  encoder.channelLayout = avChannelLayoutDefault(1);
  encoder.timeBase = new Rational(1, RATE_HZ);
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  ensure(encoder.open2Sync(codec), 'open encoder');
  using writer = new MediaWriter(path, sound.muxer);
  const track = writer.addTrack(encoder);
  for (let more = 1; more < (sound.tracks ?? 1); more++) writer.addTrack(encoder);
  writer.writeHeader({}, {});
  const step = encoder.frameSize || 1024;
  const total = RATE_HZ * SECONDS;
  for (let at = 0; at < total; at += step) {
    using frame = toneFrame(encoder, at, Math.min(step, total - at));
    ensure(encoder.sendFrameSync(frame), 'encode');
    writer.drain(track, BigInt(step));
  }
  ensure(encoder.sendFrameSync(null), 'flush');
  writer.drain(track, BigInt(step));
  writer.finish();
}

function toneFrame(encoder: CodecContext, at: number, nbSamples: number): Frame {
  const tone = Float32Array.from({ length: nbSamples }, (_, n) => 0.5 * Math.sin((at + n) / 20));
  const sixteen = Int16Array.from(tone, (sample) => sample * 32_767);
  const isInteger = encoder.sampleFormat === AV_SAMPLE_FMT_S16;
  return Frame.fromAudioBuffer(Buffer.from((isInteger ? sixteen : tone).buffer), {
    nbSamples,
    format: encoder.sampleFormat,
    sampleRate: RATE_HZ,
    channelLayout: avChannelLayoutDefault(1),
    pts: BigInt(at),
  });
}
