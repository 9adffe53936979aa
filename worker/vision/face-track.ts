import type { Face } from './face.ts';

/** One person through footage: where the face is in every frame, or null where it is not seen. */
export type FaceTrack = {
  /** First frame in which the face is seen. */
  firstFrame: number;
  /** Per frame from `firstFrame` on. */
  faces: (Face | null)[];
};
