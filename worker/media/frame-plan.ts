/**
 * What the picture does where it is not as long as the sound. `loop` begins anew, `bounce` runs back and forth, `freeze` holds
 * the last frame; with these three the video is as long as the sound. `cut` ends with the shorter of both, `silence` is as
 * long as the footage.
 */
export type LengthPolicy = 'loop' | 'bounce' | 'freeze' | 'cut' | 'silence';

export type FramePlan = {
  /** How many frames the video has. */
  frames: number;
  sourceFrames: number;
  policy: LengthPolicy;
};

/** @param lengths frames of the footage (at least 1) and frames as long as the sound (at least 1), both at the output rate */
export function planFrames(lengths: {
  sourceFrames: number;
  outputFrames: number;
  policy: LengthPolicy;
}): FramePlan {
  const { sourceFrames, outputFrames, policy } = lengths;
  const shorter = Math.min(sourceFrames, outputFrames);
  const frames = policy === 'cut' ? shorter : policy === 'silence' ? sourceFrames : outputFrames;
  return { frames, sourceFrames, policy };
}

/** The frame of the footage that frame `index` of the video shows. */
export function plannedSource(plan: FramePlan, index: number): number {
  const last = plan.sourceFrames - 1;
  if (index <= last) return index;
  switch (plan.policy) {
    case 'loop':
      return index % plan.sourceFrames;
    case 'bounce':
      return last === 0 ? 0 : last - Math.abs((index % (2 * last)) - last);
    case 'freeze':
    case 'cut':
    case 'silence':
      return last;
  }
}
