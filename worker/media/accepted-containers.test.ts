import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_SAMPLE_FMT_FLT,
  AV_SAMPLE_FMT_S16,
  type AVSampleFormat,
  type FFEncoderCodec,
} from 'node-av/constants';
import { avChannelLayoutDefault, Codec, CodecContext, Frame, Rational } from 'node-av/lib';
import { expect, test } from 'vitest';
import { readAudio } from './audio-reader.ts';
import { ensure } from './ffmpeg-call.ts';
import { DEFAULT_MEDIA_LIMITS } from './limits.ts';
import { madeFolder } from './made-media.ts';
import { MediaWriter } from './media-writer.ts';
import { probeMedia } from './probe.ts';
import { VideoEncoder } from './video-encoder.ts';
import { readVideo } from './video-reader.ts';

const RATE_HZ = 48_000;
const SECONDS = 1.5;

/** A tone in any container with any sound codec this FFmpeg can write. */
function writeSound(path: string, muxer: string, codecName: string): void {
  using encoder = openEncoder(codecName);
  using writer = new MediaWriter(path, muxer);
  const track = writer.addTrack(encoder);
  writer.writeHeader({}, {});
  const step = encoder.frameSize || 1024;
  for (let at = 0; at < RATE_HZ * SECONDS; at += step) {
    using frame = toneFrame(encoder, at, Math.min(step, RATE_HZ * SECONDS - at));
    ensure(encoder.sendFrameSync(frame), 'encode');
    writer.drain(track, BigInt(step));
  }
  ensure(encoder.sendFrameSync(null), 'flush');
  writer.drain(track, BigInt(step));
  writer.finish();
}

test('sound that sets in after the picture is preceded by silence', () => {
  using folder = madeFolder();
  const path = folder.path('late');
  const shape = { width: 64, height: 48, fps: 25, quality: 'draft', threads: 1 } as const;
  using picture = new VideoEncoder(shape);
  using sound = openEncoder('pcm_s16le');
  using writer = new MediaWriter(path, 'matroska');
  const [pictureTrack, soundTrack] = [writer.addTrack(picture.context), writer.addTrack(sound)];
  writer.writeHeader({}, {});
  for (let index = 0; index < 25; index++) {
    picture.send(new Uint8Array(64 * 48 * 4), null);
    writer.drain(pictureTrack, 1n);
  }
  picture.flush();
  writer.drain(pictureTrack, 1n);
  using frame = toneFrame(sound, RATE_HZ / 2, 4800);
  ensure(sound.sendFrameSync(frame), 'encode');
  writer.drain(soundTrack, 4800n);
  writer.finish();
  const samples: number[] = [];
  for (const piece of readAudio(path, { sampleRateHz: RATE_HZ, channels: 1 }))
    samples.push(...piece);
  expect(Math.abs(samples.length - (RATE_HZ / 2 + 4800))).toBeLessThan(100);
  expect(samples.slice(0, RATE_HZ / 2 - 100).every((sample) => sample === 0)).toBe(true);
  expect(Math.max(...samples)).toBeGreaterThan(0.4);
});

function openEncoder(codecName: string): CodecContext {
  const codec = Codec.findEncoderByName(codecName as FFEncoderCodec);
  const encoder = new CodecContext();
  encoder.allocContext3(codec);
  encoder.sampleRate = RATE_HZ;
  encoder.sampleFormat = codec?.sampleFormats?.[0] ?? AV_SAMPLE_FMT_FLT;
  encoder.channelLayout = avChannelLayoutDefault(1);
  encoder.timeBase = new Rational(1, RATE_HZ);
  encoder.bitRate = 160_000n;
  encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  ensure(encoder.open2Sync(codec), 'open encoder');
  return encoder;
}

function toneFrame(encoder: CodecContext, at: number, nbSamples: number): Frame {
  const tone = Float32Array.from({ length: nbSamples }, (_, n) => 0.5 * Math.sin((at + n) / 20));
  const sixteen = Int16Array.from(tone, (sample) => sample * 32_767);
  const isInteger = encoder.sampleFormat === (AV_SAMPLE_FMT_S16 as AVSampleFormat);
  return Frame.fromAudioBuffer(Buffer.from((isInteger ? sixteen : tone).buffer), {
    nbSamples,
    format: encoder.sampleFormat,
    sampleRate: RATE_HZ,
    channelLayout: avChannelLayoutDefault(1),
    pts: BigInt(at),
  });
}

test.each([
  { muxer: 'wav', codec: 'pcm_s16le', container: 'wav', mime: 'audio/wav' },
  { muxer: 'mp3', codec: 'libmp3lame', container: 'mp3', mime: 'audio/mpeg' },
  { muxer: 'adts', codec: 'aac', container: 'aac', mime: 'audio/aac' },
  { muxer: 'ipod', codec: 'aac', container: 'mp4', mime: 'audio/mp4' },
  { muxer: 'flac', codec: 'flac', container: 'flac', mime: 'audio/flac' },
  { muxer: 'ogg', codec: 'libvorbis', container: 'ogg', mime: 'audio/ogg' },
  { muxer: 'ogg', codec: 'libopus', container: 'ogg', mime: 'audio/ogg' },
  { muxer: 'webm', codec: 'libopus', container: 'webm', mime: 'audio/webm' },
  { muxer: 'matroska', codec: 'flac', container: 'matroska', mime: 'audio/x-matroska' },
])(
  'sound in $muxer with $codec is recognised and read to its full length',
  async ({ muxer, codec, container, mime }) => {
    using folder = madeFolder();
    const path = folder.path('upload');
    writeSound(path, muxer, codec);
    const probe = await probeMedia(path, DEFAULT_MEDIA_LIMITS);
    expect(probe).toMatchObject({ kind: 'audio', mime, container, audioSampleRateHz: RATE_HZ });
    expect(Math.abs((probe.durationMs ?? 0) - SECONDS * 1000)).toBeLessThan(60);
    let samples = 0;
    let peak = 0;
    for (const piece of readAudio(path, { sampleRateHz: 16_000, channels: 1 })) {
      samples += piece.length;
      peak = piece.reduce((max, sample) => Math.max(max, Math.abs(sample)), peak);
    }
    expect(Math.abs(samples / 16_000 - SECONDS)).toBeLessThan(0.06);
    expect(peak).toBeGreaterThan(0.4);
    expect(peak).toBeLessThan(0.65);
  },
);

test.each([
  ['mov', 'mov', 'video/quicktime'],
  ['mp4', 'mp4', 'video/mp4'],
  ['matroska', 'matroska', 'video/x-matroska'],
  ['avi', 'avi', 'video/x-msvideo'],
])('a video in %s is recognised and every frame read', async (muxer, container, mime) => {
  using folder = madeFolder();
  const path = folder.path('upload');
  const shape = { width: 64, height: 48, fps: 25, quality: 'draft', threads: 1 } as const;
  using encoder = new VideoEncoder(shape);
  using writer = new MediaWriter(path, muxer);
  const track = writer.addTrack(encoder.context);
  writer.writeHeader({}, {});
  const rgba = new Uint8Array(64 * 48 * 4);
  for (let index = 0; index < 20; index++) {
    encoder.send(rgba.fill(index * 10), null);
    writer.drain(track, 1n);
  }
  encoder.flush();
  writer.drain(track, 1n);
  writer.finish();
  expect(await probeMedia(path, DEFAULT_MEDIA_LIMITS)).toMatchObject({
    kind: 'video',
    mime,
    container,
    width: 64,
    height: 48,
    fps: 25,
    durationMs: 800,
    videoCodec: 'h264',
  });
  expect([...readVideo(path)].length).toBe(20);
});
