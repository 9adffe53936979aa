import {
  AV_PIX_FMT_RGBA,
  AVCOL_RANGE_JPEG,
  AVCOL_SPC_BT470BG,
  AVCOL_SPC_BT709,
  AVCOL_SPC_RGB,
  AVCOL_SPC_UNSPECIFIED,
  type AVColorSpace,
} from 'node-av/constants';
import { Frame, SoftwareScaleContext } from 'node-av/lib';
import type { Picture } from '../vision/face.ts';
import { ensureReadable } from './ffmpeg-call.ts';

const HD_LINES = 720;

/** A decoded video frame as packed RGBA, not yet turned upright. Untagged colours are guessed as players do. */
export function toPicture(frame: Frame): Picture {
  using scaler = new SoftwareScaleContext();
  scaler.allocContext();
  ensureReadable(
    scaler.setOption('sws_flags', 'bicubic+accurate_rnd+full_chroma_int'),
    'set scaler flags',
  );
  using rgba = new Frame();
  rgba.alloc();
  rgba.width = frame.width;
  rgba.height = frame.height;
  rgba.format = AV_PIX_FMT_RGBA;
  rgba.colorSpace = AVCOL_SPC_RGB;
  rgba.colorRange = AVCOL_RANGE_JPEG;
  rgba.colorPrimaries = frame.colorPrimaries;
  rgba.colorTrc = frame.colorTrc;
  ensureReadable(rgba.getBuffer(0), 'allocate picture');
  if (frame.colorSpace === AVCOL_SPC_UNSPECIFIED) frame.colorSpace = guessMatrix(frame);
  ensureReadable(scaler.scaleFrameSync(rgba, frame), 'convert colours');
  return { width: rgba.width, height: rgba.height, data: packedRows(rgba) };
}

/** What players take an untagged frame for. */
export function guessMatrix(frame: Frame): AVColorSpace {
  return frame.height >= HD_LINES ? AVCOL_SPC_BT709 : AVCOL_SPC_BT470BG;
}

function packedRows(frame: Frame): Uint8Array {
  const rowBytes = frame.width * 4;
  const stride = frame.linesize[0] ?? rowBytes;
  const source = frame.data?.[0] ?? Buffer.alloc(0);
  const data = new Uint8Array(rowBytes * frame.height);
  for (let row = 0; row < frame.height; row++) {
    data.set(source.subarray(row * stride, row * stride + rowBytes), row * rowBytes);
  }
  return data;
}
