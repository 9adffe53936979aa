import { AV_FRAME_FLAG_INTERLACED, AV_NOPTS_VALUE } from 'node-av/constants';
import { Frame, type Rational } from 'node-av/lib';
import { FilterChain, type FilterStep, frameShape } from './filter-chain.ts';

const DEINTERLACE: FilterStep = ['bwdif', 'mode=send_frame:parity=auto:deint=interlaced'];

/** A frame, when it is shown by the clock of its stream and for how long; null: unknown. */
export type StampedFrame = { frame: Frame; stampMs: number | null; lengthMs: number | null };

/** Passes progressive frames on; from the first interlaced one on, frames come out whole, one for each that goes in. */
export function* deinterlace(frames: Iterable<Frame>, timeBase: Rational): Generator<StampedFrame> {
  using out = new Frame();
  out.alloc();
  let chain: FilterChain | null = null;
  let shape = '';
  try {
    for (const frame of frames) {
      frame.pts = frame.bestEffortTimestamp;
      const changed = chain !== null && frameShape(frame) !== shape;
      if (chain && changed) {
        yield* flush(chain, out);
        chain[Symbol.dispose]();
        chain = null;
      }
      if (!chain && frame.hasFlags(AV_FRAME_FLAG_INTERLACED)) {
        shape = frameShape(frame);
        chain = new FilterChain(frame, [DEINTERLACE], timeBase);
      }
      if (chain) {
        chain.push(frame);
        yield* ready(chain, out);
      } else yield stamped(frame, timeBase);
    }
    if (chain) yield* flush(chain, out);
  } finally {
    chain?.[Symbol.dispose]();
  }
}

function* flush(chain: FilterChain, out: Frame): Generator<StampedFrame> {
  chain.push(null);
  yield* ready(chain, out);
}

function* ready(chain: FilterChain, out: Frame): Generator<StampedFrame> {
  while (chain.pull(out)) {
    yield stamped(out, chain.timeBase);
    out.unref();
  }
}

function stamped(frame: Frame, timeBase: Rational): StampedFrame {
  const msPerTick = timeBase.toDouble() * 1000;
  return {
    frame,
    stampMs: frame.pts === AV_NOPTS_VALUE ? null : Number(frame.pts) * msPerTick,
    lengthMs: frame.duration > 0n ? Number(frame.duration) * msPerTick : null,
  };
}
