import { type FramePlan, plannedSource } from '../media/frame-plan.ts';
import type { Face } from './face.ts';
import {
  createFaceTrackWriter,
  type FaceTrack,
  type FaceTrackWriter,
  openFaceTrack,
} from './face-track.ts';
import { FORGET_S } from './follow-face.ts';
import {
  createFaceTracker,
  type FaceTracker,
  type FaceTrackerRequest,
  TRACKER_VERSION,
} from './track-faces.ts';

/** The wanted face in every frame of a video made from footage. Each frame of the footage is looked at once at most. */
export interface FootageFaces extends Disposable {
  /** Frames that can have been pushed while nothing is said of them yet. */
  readonly latency: number;
  /** Frames in which the face was seen, so far. */
  readonly seen: number;
  /**
   * Takes the next frame of the video, in the order of its plan, and gives the faces that are known by now of frames of
   * which nothing was said before, in their order; none is owed after the last frame.
   */
  push(frame: Uint8Array): (Face | null)[];
  /** After the last frame: the file of what was seen, when that is more than was known before. */
  finish(): { path: string; frames: number } | null;
}

export type FootageFacesRequest = Omit<FaceTrackerRequest, 'before'> & {
  plan: FramePlan;
  /** Of the footage: equal for equal frames. */
  content: string;
  /** A track that was kept of this footage, if there is one; one that does not fit is ignored. */
  knownPath: string | null;
  trackPath: string;
};

export function createFootageFaces(request: FootageFacesRequest): FootageFaces {
  const about = aboutTrack(request);
  const known = request.knownPath === null ? null : openFaceTrack(request.knownPath, about);
  const { frames, sourceFrames } = request.plan;
  if (known && known.frames >= Math.min(frames, sourceFrames)) return new Recalled(request, known);
  return new Followed(request, { known, about });
}

/** What has to be equal for a track to be true. */
function aboutTrack({
  plan,
  content,
  width,
  height,
  fps,
  wanted,
  traceEvery,
}: FootageFacesRequest) {
  const { sourceFrames } = plan;
  const shape = { width, height, fps, sourceFrames, wanted: wanted ?? 'auto', traceEvery };
  return JSON.stringify({ version: TRACKER_VERSION, content, ...shape });
}

/** All of it was seen in an earlier task. */
class Recalled implements FootageFaces {
  readonly latency = 0;
  seen = 0;
  readonly #plan: FramePlan;
  readonly #track: FaceTrack;
  #pushed = 0;

  constructor({ plan }: FootageFacesRequest, track: FaceTrack) {
    this.#plan = plan;
    this.#track = track;
  }

  push(): (Face | null)[] {
    const face = this.#track.face(plannedSource(this.#plan, this.#pushed++));
    if (face) this.seen += 1;
    return [face];
  }

  finish(): null {
    return null;
  }

  [Symbol.dispose](): void {
    this.#track[Symbol.dispose]();
  }
}

/** The footage runs by once, from where the known track ends; what comes later was seen before. */
class Followed implements FootageFaces {
  readonly latency: number;
  seen = 0;
  readonly #request: FootageFacesRequest;
  readonly #known: FaceTrack | null;
  readonly #knownFrames: number;
  readonly #tracker: FaceTracker;
  readonly #writer: FaceTrackWriter;
  /** Frames until the footage has run by once, or the video ends. */
  readonly #lap: number;
  readonly #from: number;
  #pushed = 0;
  #tracked = 0;

  constructor(
    request: FootageFacesRequest,
    { known, about }: { known: FaceTrack | null; about: string },
  ) {
    this.#request = request;
    this.#known = known;
    this.#knownFrames = known?.frames ?? 0;
    this.#lap = Math.min(request.plan.frames, request.plan.sourceFrames);
    const { from, before } = known ? resumption(known, request.fps) : { from: 0, before: null };
    this.#from = from;
    this.#tracker = createFaceTracker({ ...request, ...(before && { before }) });
    this.latency = this.#tracker.latency;
    this.#writer = createFaceTrackWriter(request.trackPath, about);
  }

  push(frame: Uint8Array): (Face | null)[] {
    const index = this.#pushed++;
    if (index >= this.#lap) return [this.#recall(index)];
    const faces: (Face | null)[] = [];
    if (this.#known && index < this.#knownFrames) faces.push(this.#keep(this.#known.face(index)));
    if (index < this.#from) return faces;
    const face = this.#tracker.push(frame);
    const told = face === undefined ? [] : [face];
    if (index === this.#lap - 1) told.push(...this.#tracker.finish());
    for (const one of told) {
      if (this.#from + this.#tracked++ >= this.#knownFrames) faces.push(this.#keep(one));
    }
    return faces;
  }

  /** What is used is what is kept, so that the next video of this footage has the very same frames. */
  #keep(face: Face | null): Face | null {
    this.#writer.push(face);
    if (face) this.seen += 1;
    return this.#writer.face(this.#writer.frames - 1);
  }

  #recall(index: number): Face | null {
    return this.#writer.face(plannedSource(this.#request.plan, index));
  }

  finish(): { path: string; frames: number } | null {
    const whole = this.#lap === this.#request.plan.sourceFrames;
    // The last ones were smoothed without a look ahead: they would come out otherwise if the video went on.
    const frames = whole ? this.#lap : this.#lap - this.latency;
    if (this.seen === 0 || frames <= this.#knownFrames) return null;
    this.#writer.finish(frames);
    return { path: this.#request.trackPath, frames };
  }

  [Symbol.dispose](): void {
    this.#known?.[Symbol.dispose]();
    this.#writer[Symbol.dispose]();
  }
}

/**
 * Where to begin so that what comes after the known track joins it: early enough to look back as far as smoothing does,
 * on a frame after one with the face if there is one before it would be forgotten.
 */
function resumption(known: FaceTrack, fps: number): { from: number; before: Face | null } {
  const due = Math.max(0, known.frames - Math.ceil(fps * WARM_UP_S));
  const first = Math.max(0, due - Math.floor(fps * FORGET_S));
  for (let index = due - 1; index >= first; index -= 1) {
    const before = known.face(index);
    if (before) return { from: index + 1, before };
  }
  return { from: due, before: null };
}

const WARM_UP_S = 0.4;
