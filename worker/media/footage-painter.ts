import {
  AV_PIX_FMT_RGBA,
  AVCOL_PRI_BT2020,
  AVCOL_PRI_UNSPECIFIED,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT2020_NCL,
  AVCOL_SPC_RGB,
  AVCOL_SPC_UNSPECIFIED,
  AVCOL_TRC_ARIB_STD_B67,
  AVCOL_TRC_BT709,
  AVCOL_TRC_SMPTE2084,
  AVCOL_TRC_UNSPECIFIED,
  type AVPixelFormat,
} from 'node-av/constants';
import { avGetPixFmtName, Frame, Rational, SoftwareScaleContext, type Stream } from 'node-av/lib';
import { guessMatrix } from './decode-picture.ts';
import { displaySize, pixelAspect } from './display-size.ts';
import { ensure, ensureReadable } from './ffmpeg-call.ts';
import { FilterChain, type FilterStep, frameShape } from './filter-chain.ts';
import { type Rotation, streamRotation } from './rotation.ts';
import { cutTo } from './still.ts';

export type FootageSize = {
  width: number;
  height: number;
  /** Kept as central as the edges allow: a point of the upright picture in its display size; default the middle. */
  focus?: { x: number; y: number };
};

const UPRIGHT: Record<Rotation, FilterStep[]> = {
  0: [],
  90: [['transpose', 'dir=clock']],
  180: [['hflip'], ['vflip']],
  270: [['transpose', 'dir=cclock']],
};
// zscale refuses 4:2:0 pictures with half a chroma sample at the edge.
const EVEN: FilterStep = ['crop', 'floor(iw/2)*2:floor(ih/2)*2:0:0'];
// Diffuse white of HDR is 203 nits (BT.2408); what is brighter is bent into the rest of the range.
const TONE_MAP = (size: FootageSize): FilterStep[] => [
  EVEN,
  ['zscale', `w=${size.width}:h=${size.height}:filter=bicubic:t=linear:npl=203`],
  ['format', 'gbrpf32le'],
  ['zscale', 'p=bt709'],
  ['tonemap', 'tonemap=mobius:param=0.6:desat=0:peak=5'],
  ['zscale', 't=bt709:m=bt709:r=tv:d=none'],
  ['format', 'yuv444p'],
];
const TO_BT709: FilterStep[] = [EVEN, ['zscale', 'p=bt709:t=bt709:m=bt709'], ['format', 'yuv444p']];
const UNIT = new Rational(1, 1000);

/** Turns decoded frames into RGBA of the output size: upright, cut to its shape, in BT.709 SDR. */
export class FootagePainter implements Disposable {
  readonly #stream: Stream;
  readonly #size: FootageSize;
  readonly #scaler = new SoftwareScaleContext();
  readonly #rgba = new Frame();
  readonly #prepared = new Frame();
  readonly #pixels: Uint8Array;
  readonly #packed: Uint8Array | null;
  #shape = '';
  #chain: FilterChain | null = null;

  constructor(stream: Stream, size: FootageSize) {
    this.#stream = stream;
    this.#size = size;
    this.#scaler.allocContext();
    ensure(this.#scaler.setOption('sws_flags', 'bicubic'), 'set scaler flags');
    this.#prepared.alloc();
    this.#rgba.alloc();
    this.#rgba.width = size.width;
    this.#rgba.height = size.height;
    this.#rgba.format = AV_PIX_FMT_RGBA;
    this.#rgba.colorSpace = AVCOL_SPC_RGB;
    this.#rgba.colorRange = AVCOL_RANGE_JPEG;
    ensure(this.#rgba.getBuffer(0), 'allocate picture');
    this.#pixels = this.#rgba.data?.[0] ?? new Uint8Array(0);
    const rowBytes = size.width * 4;
    this.#packed =
      this.#rgba.linesize[0] === rowBytes ? null : new Uint8Array(rowBytes * size.height);
  }

  /** RGBA, packed rows; valid until the next call. */
  paint(frame: Frame): Uint8Array {
    completeTags(frame);
    if (frameShape(frame) !== this.#shape) this.#prepareFor(frame);
    const source = this.#filtered(frame);
    // The scaler would also convert between these, and refuse some pairs.
    source.colorPrimaries = this.#rgba.colorPrimaries;
    source.colorTrc = this.#rgba.colorTrc;
    ensureReadable(this.#scaler.scaleFrameSync(this.#rgba, source), 'convert colours');
    this.#prepared.unref();
    return this.#packRows();
  }

  #prepareFor(frame: Frame): void {
    this.#chain?.[Symbol.dispose]();
    this.#chain = null;
    this.#shape = frameShape(frame);
    const steps = [
      ...opaque(frame),
      ...UPRIGHT[streamRotation(this.#stream)],
      ...this.#cut(frame),
      ...toSdr(frame, this.#size),
    ];
    if (steps.length > 0) this.#chain = new FilterChain(frame, steps, UNIT);
  }

  #filtered(frame: Frame): Frame {
    if (!this.#chain) return frame;
    this.#chain.push(frame);
    return this.#chain.pull(this.#prepared) ? this.#prepared : frame;
  }

  /** The part of the upright coded picture that is shown. */
  #cut(frame: Frame): FilterStep[] {
    const rotation = streamRotation(this.#stream);
    const shown = displaySize(frame, { aspect: pixelAspect(this.#stream, frame), rotation });
    const coded = displaySize(frame, { aspect: 1, rotation });
    const part = cutTo(shown, this.#size);
    const x = coded.width / shown.width;
    const y = coded.height / shown.height;
    if (part.width >= shown.width && part.height >= shown.height) return [];
    const numbers = [part.width * x, part.height * y, part.left * x, part.top * y].map(Math.round);
    return [['crop', numbers.join(':')]];
  }

  #packRows(): Uint8Array {
    const packed = this.#packed;
    if (!packed) return this.#pixels;
    const rowBytes = this.#size.width * 4;
    const stride = this.#rgba.linesize[0] ?? rowBytes;
    for (let row = 0; row < this.#size.height; row++) {
      const from = row * stride;
      packed.set(this.#pixels.subarray(from, from + rowBytes), row * rowBytes);
    }
    return packed;
  }

  [Symbol.dispose](): void {
    this.#chain?.[Symbol.dispose]();
    this.#scaler.freeContext();
    this.#rgba.free();
    this.#prepared.free();
  }
}

function opaque(frame: Frame): FilterStep[] {
  const name = avGetPixFmtName(frame.format as AVPixelFormat) ?? '';
  return /^(yuva|gbrap|rgba|bgra|argb|abgr|ya)/.test(name)
    ? [['format', 'yuv444p|yuv444p10le|gbrp|gbrp10le']]
    : [];
}

function isHdr(frame: Frame): boolean {
  return frame.colorTrc === AVCOL_TRC_SMPTE2084 || frame.colorTrc === AVCOL_TRC_ARIB_STD_B67;
}

/** Says what an incompletely tagged frame most likely is. */
function completeTags(frame: Frame): void {
  const hdr = isHdr(frame);
  if (hdr && frame.colorPrimaries === AVCOL_PRI_UNSPECIFIED)
    frame.colorPrimaries = AVCOL_PRI_BT2020;
  if (frame.colorTrc === AVCOL_TRC_UNSPECIFIED) frame.colorTrc = AVCOL_TRC_BT709;
  if (frame.colorSpace !== AVCOL_SPC_UNSPECIFIED) return;
  frame.colorSpace = hdr ? AVCOL_SPC_BT2020_NCL : guessMatrix(frame);
}

function toSdr(frame: Frame, size: FootageSize): FilterStep[] {
  if (isHdr(frame)) return TONE_MAP(size);
  return frame.colorPrimaries === AVCOL_PRI_BT2020 ? TO_BT709 : [];
}
