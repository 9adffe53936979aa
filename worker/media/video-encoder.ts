import {
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_RGBA,
  AV_PIX_FMT_YUV420P,
  AVCOL_PRI_BT709,
  AVCOL_RANGE_JPEG,
  AVCOL_RANGE_MPEG,
  AVCOL_SPC_BT709,
  AVCOL_SPC_RGB,
  AVCOL_TRC_BT709,
  type AVPixelFormat,
} from 'node-av/constants';
import { type CodecContext, Frame, SoftwareScaleContext } from 'node-av/lib';
import { ensure } from './ffmpeg-call.ts';
import { openPictureCodec, type VideoShape } from './picture-codec.ts';

/** Planes of a limited-range BT.709 4:2:0 frame: Y, U, V, each with its bytes per row. */
export type YuvPlanes = { planes: Buffer[]; strides: number[] };

/** RGBA frames in, compressed packets out (drained by the caller from `context`). */
export class VideoEncoder implements Disposable {
  readonly context: CodecContext;
  readonly #scaler = new SoftwareScaleContext();
  readonly #rgba: Frame;
  readonly #yuv: Frame;
  readonly #pixels: Buffer;
  readonly #rowBytes: number;
  readonly #stride: number;
  #index = 0n;

  constructor(shape: VideoShape) {
    this.context = openPictureCodec(shape);
    this.#scaler.allocContext();
    ensure(this.#scaler.setOption('sws_flags', 'bicubic+accurate_rnd'), 'set scaler flags');
    this.#rgba = videoFrame(shape, AV_PIX_FMT_RGBA);
    this.#rgba.colorRange = AVCOL_RANGE_JPEG;
    this.#rgba.colorSpace = AVCOL_SPC_RGB;
    this.#yuv = videoFrame(shape, AV_PIX_FMT_YUV420P);
    this.#yuv.colorRange = AVCOL_RANGE_MPEG;
    this.#yuv.colorSpace = AVCOL_SPC_BT709;
    this.#pixels = this.#rgba.data?.[0] ?? Buffer.alloc(0);
    this.#rowBytes = shape.width * 4;
    this.#stride = this.#rgba.linesize[0] ?? this.#rowBytes;
  }

  /** Converts and sends one packed RGBA frame; `draw` may change the converted planes first. `key`: can be started from. */
  send(rgba: Uint8Array, draw: ((yuv: YuvPlanes) => void) | null, key = false): void {
    this.#load(rgba);
    ensure(this.#yuv.makeWritable(), 'reuse frame');
    ensure(this.#scaler.scaleFrameSync(this.#yuv, this.#rgba), 'convert colours');
    draw?.({ planes: this.#yuv.data ?? [], strides: this.#yuv.linesize });
    this.#yuv.pts = this.#index;
    this.#yuv.duration = 1n;
    this.#yuv.pictType = key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE;
    this.#index += 1n;
    ensure(this.context.sendFrameSync(this.#yuv), 'encode picture');
  }

  flush(): void {
    ensure(this.context.sendFrameSync(null), 'flush picture');
  }

  #load(rgba: Uint8Array): void {
    if (this.#stride === this.#rowBytes) {
      this.#pixels.set(rgba.subarray(0, this.#pixels.length));
      return;
    }
    for (let row = 0; row * this.#rowBytes < rgba.length; row++) {
      const from = row * this.#rowBytes;
      this.#pixels.set(rgba.subarray(from, from + this.#rowBytes), row * this.#stride);
    }
  }

  [Symbol.dispose](): void {
    this.context.freeContext();
    this.#scaler.freeContext();
    this.#rgba.free();
    this.#yuv.free();
  }
}

function videoFrame(shape: VideoShape, format: AVPixelFormat): Frame {
  const frame = new Frame();
  frame.alloc();
  frame.width = shape.width;
  frame.height = shape.height;
  frame.format = format;
  frame.colorPrimaries = AVCOL_PRI_BT709;
  frame.colorTrc = AVCOL_TRC_BT709;
  ensure(frame.getBuffer(0), 'allocate frame');
  return frame;
}
