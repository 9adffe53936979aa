import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LengthPolicy, planFrames, plannedSource } from './frame-plan.ts';

const POLICIES: LengthPolicy[] = ['loop', 'bounce', 'freeze', 'cut', 'silence'];
const plans = fc.record({
  sourceFrames: fc.integer({ min: 1, max: 400 }),
  outputFrames: fc.integer({ min: 1, max: 3000 }),
  policy: fc.constantFrom(...POLICIES),
});

function shown(lengths: { sourceFrames: number; outputFrames: number; policy: LengthPolicy }) {
  const plan = planFrames(lengths);
  return Array.from({ length: plan.frames }, (_, index) => plannedSource(plan, index));
}

test('every policy shows only frames that exist, first the footage as it is', () => {
  fc.assert(
    fc.property(plans, (lengths) => {
      const frames = shown(lengths);
      for (const frame of frames) expect(frame >= 0 && frame < lengths.sourceFrames).toBe(true);
      const first = Math.min(frames.length, lengths.sourceFrames);
      expect(frames.slice(0, first)).toEqual(Array.from({ length: first }, (_, index) => index));
    }),
  );
});

test('the video is as long as the sound, the footage or the shorter of both, as the policy says', () => {
  fc.assert(
    fc.property(plans, (lengths) => {
      const { sourceFrames, outputFrames, policy } = lengths;
      const due: Record<LengthPolicy, number> = {
        loop: outputFrames,
        bounce: outputFrames,
        freeze: outputFrames,
        cut: Math.min(sourceFrames, outputFrames),
        silence: sourceFrames,
      };
      expect(planFrames(lengths).frames).toBe(due[policy]);
    }),
  );
});

test('bouncing never jumps, looping jumps only to the beginning, freezing holds', () => {
  fc.assert(
    fc.property(plans, (lengths) => {
      const frames = shown(lengths);
      frames.slice(1).forEach((frame, at) => {
        const step = frame - (frames[at] ?? 0);
        if (lengths.policy === 'bounce')
          expect(Math.abs(step)).toBe(lengths.sourceFrames > 1 ? 1 : 0);
        else if (step !== 1) {
          expect(frame).toBe(lengths.policy === 'loop' ? 0 : lengths.sourceFrames - 1);
        }
      });
    }),
  );
});

test('no frame is shown twice in a row at the turns of a bounce', () => {
  expect(shown({ sourceFrames: 4, outputFrames: 14, policy: 'bounce' })).toEqual([
    0, 1, 2, 3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1,
  ]);
});
