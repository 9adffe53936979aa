import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_FRAME_FLAG_INTERLACED,
  AV_FRAME_FLAG_TOP_FIELD_FIRST,
  AV_PIX_FMT_YUV420P,
  AV_PIX_FMT_YUV420P10LE,
  AV_PKT_DATA_DISPLAYMATRIX,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_TRC_BT709,
  type AVColorPrimaries,
  type AVColorRange,
  type AVColorSpace,
  type AVColorTransferCharacteristic,
  AVIO_FLAG_WRITE,
  type AVPixelFormat,
  type FFVideoEncoder,
} from 'node-av/constants';
import {
  Codec,
  CodecContext,
  FormatContext,
  Frame,
  IOContext,
  Packet,
  Rational,
  type Stream,
} from 'node-av/lib';
import { ensure, isDry } from './ffmpeg-call.ts';

/** Footage for tests: everything a camera could have written, by code. Samples are given as Y, Cb, Cr of 8 bit. */
export type MadeFootage = {
  width: number;
  height: number;
  frames: number;
  fps?: [num: number, den: number];
  /** When each frame is shown, in ms; default a constant rate. */
  timesMs?: (index: number) => number;
  codec?: FFVideoEncoder;
  muxer?: string;
  pixelFormat?: AVPixelFormat;
  options?: Record<string, string>;
  gop?: number;
  /** Clockwise degrees that make the picture upright. */
  rotation?: number;
  pixelAspect?: [num: number, den: number];
  interlaced?: boolean;
  matrix?: AVColorSpace;
  range?: AVColorRange;
  transfer?: AVColorTransferCharacteristic;
  primaries?: AVColorPrimaries;
  /** Default a bar code of the index, readable by `readBarCode`. */
  sample?: (x: number, y: number, index: number) => [y: number, cb: number, cr: number];
};

const BITS = 12;
const TICKS_PER_SECOND = 90_000;

export function makeFootage(path: string, made: MadeFootage): void {
  const [num, den] = made.fps ?? [25, 1];
  const context = openEncoder(made, new Rational(num, den));
  const format = new FormatContext();
  const io = new IOContext();
  ensure(format.allocOutputContext2(null, made.muxer ?? 'mp4', path), 'choose container');
  ensure(io.open2Sync(path, AVIO_FLAG_WRITE), 'create');
  format.pb = io;
  const stream = addStream(format, context, made);
  ensure(format.writeHeaderSync(null), 'write header');
  const packet = new Packet();
  packet.alloc();
  const drain = () => {
    while (!isDry(context.receivePacketSync(packet), 'encode')) {
      packet.streamIndex = stream.index;
      packet.rescaleTs(context.timeBase, stream.timeBase);
      ensure(format.interleavedWriteFrameSync(packet), 'write packet');
    }
  };
  const ticks = (ms: number) => BigInt(Math.round(ms / 1000 / context.timeBase.toDouble()));
  const timeOf = made.timesMs ?? ((index: number) => (index * den * 1000) / num);
  for (let index = 0; index < made.frames; index++) {
    using frame = paintedFrame(made, index);
    frame.pts = ticks(timeOf(index));
    frame.duration = ticks(timeOf(index + 1) - timeOf(index));
    ensure(context.sendFrameSync(frame), 'encode');
    drain();
  }
  ensure(context.sendFrameSync(null), 'flush');
  drain();
  ensure(format.writeTrailerSync(), 'write trailer');
  io.closepSync();
  format.pb = null;
  format.freeContext();
  packet.free();
  context.freeContext();
}

/** The index a frame of `makeFootage` carries, read from RGBA. */
export function readBarCode(rgba: Uint8Array, size: { width: number; height: number }): number {
  let index = 0;
  for (let bit = 0; bit < BITS; bit++) {
    const x = Math.floor(((bit + 0.5) * size.width) / BITS);
    const at = (Math.floor(size.height / 2) * size.width + x) * 4;
    if ((rgba[at + 1] ?? 0) > 110) index |= 1 << bit;
  }
  return index;
}

function barCode(width: number): (x: number, y: number, index: number) => [number, number, number] {
  return (x, _, index) => [
    ((index >> Math.floor((x * BITS) / width)) & 1) === 1 ? 200 : 40,
    128,
    128,
  ];
}

function openEncoder(made: MadeFootage, rate: Rational): CodecContext {
  const codec = Codec.findEncoderByName(made.codec ?? ('libx264' as FFVideoEncoder));
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = made.width;
  context.height = made.height;
  context.pixelFormat = made.pixelFormat ?? AV_PIX_FMT_YUV420P;
  context.timeBase = made.codec ? rate.inv() : new Rational(1, TICKS_PER_SECOND);
  context.framerate = rate;
  context.gopSize = made.gop ?? 12;
  context.sampleAspectRatio = new Rational(...(made.pixelAspect ?? [1, 1]));
  context.colorRange = made.range ?? AVCOL_RANGE_MPEG;
  context.colorSpace = made.matrix ?? AVCOL_SPC_BT709;
  context.colorTrc = made.transfer ?? AVCOL_TRC_BT709;
  context.colorPrimaries = made.primaries ?? AVCOL_PRI_BT709;
  context.threadCount = 1;
  context.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER);
  for (const [name, value] of Object.entries(made.options ?? H264)) {
    ensure(context.setOption(name, value), `set ${name}`);
  }
  ensure(context.open2Sync(codec), 'open encoder');
  return context;
}

const H264 = { preset: 'ultrafast', crf: '12' };

function addStream(format: FormatContext, context: CodecContext, made: MadeFootage): Stream {
  const stream = format.newStream();
  ensure(stream.codecpar.fromContext(context), 'copy parameters');
  stream.timeBase = context.timeBase;
  stream.avgFrameRate = context.framerate;
  stream.sampleAspectRatio = context.sampleAspectRatio;
  if (made.rotation) {
    ensure(
      stream.codecpar.addCodedSideData(AV_PKT_DATA_DISPLAYMATRIX, displayMatrix(made.rotation)),
      'turn',
    );
  }
  return stream;
}

function displayMatrix(degrees: number): Buffer {
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.round(Math.cos(turn)) * 65536, Math.round(Math.sin(turn)) * 65536];
  const matrix = Buffer.alloc(36);
  [cos, sin, 0, -sin, cos, 0, 0, 0, 1 << 30].forEach((value, at) => {
    matrix.writeInt32LE(value, at * 4);
  });
  return matrix;
}

function paintedFrame(made: MadeFootage, index: number): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.width = made.width;
  frame.height = made.height;
  frame.format = made.pixelFormat ?? AV_PIX_FMT_YUV420P;
  frame.colorRange = made.range ?? AVCOL_RANGE_MPEG;
  frame.colorSpace = made.matrix ?? AVCOL_SPC_BT709;
  frame.colorTrc = made.transfer ?? AVCOL_TRC_BT709;
  frame.colorPrimaries = made.primaries ?? AVCOL_PRI_BT709;
  ensure(frame.getBuffer(0), 'allocate');
  if (made.interlaced) frame.setFlags(AV_FRAME_FLAG_INTERLACED, AV_FRAME_FLAG_TOP_FIELD_FIRST);
  const wide = frame.format === AV_PIX_FMT_YUV420P10LE;
  const sample = made.sample ?? barCode(made.width);
  frame.data?.forEach((plane, channel) => {
    const shift = channel === 0 ? 0 : 1;
    const stride = frame.linesize[channel] ?? 0;
    for (let y = 0; y < (made.height + shift) >> shift; y++) {
      for (let x = 0; x < (made.width + shift) >> shift; x++) {
        const value = sample(x << shift, y << shift, index)[channel] ?? 0;
        if (wide) plane.writeUInt16LE(Math.round(value * 4), y * stride + x * 2);
        else plane[y * stride + x] = value;
      }
    }
  });
  return frame;
}
