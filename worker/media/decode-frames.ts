import { type CodecContext, Frame, Packet, type Stream } from 'node-av/lib';
import type { OpenMedia } from './open-media.ts';

/** Decoded frames of one stream in order; the same frame object every time. Damaged packets are skipped. */
export function* decodeFrames(
  media: OpenMedia,
  stream: Stream,
  decoder: CodecContext,
): Generator<Frame> {
  using packet = new Packet();
  packet.alloc();
  using frame = new Frame();
  frame.alloc();
  const frames = function* () {
    while (decoder.receiveFrameSync(frame) >= 0) {
      yield frame;
      frame.unref();
    }
  };
  while (media.format.readFrameSync(packet) >= 0) {
    const ours = packet.streamIndex === stream.index;
    const sent = ours ? decoder.sendPacketSync(packet) : -1;
    packet.unref();
    if (ours && sent >= 0) yield* frames();
  }
  decoder.sendPacketSync(null);
  yield* frames();
}
