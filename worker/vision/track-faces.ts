import type { TaskOptions } from '#/domain/task.ts';
import { createCutDetector } from './cut-detector.ts';
import { type Face, meshBox } from './face.ts';
import type { FaceFinder } from './find-faces.ts';
import { createFaceFollower } from './follow-face.ts';
import { headRotation } from './head-rotation.ts';
import { smoothMesh } from './smooth-meshes.ts';

/**
 * Follows one face through footage. Single-threaded; keeps no frame, only the meshes of a few.
 * What is said of a frame comes `latency` frames later: smoothing looks ahead.
 */
export interface FaceTracker {
  readonly latency: number;
  /** Frames in which the face was seen, so far. */
  readonly seen: number;
  /**
   * Takes the next frame (RGBA, packed rows) and gives the face in the frame pushed `latency` calls before, null where
   * the wanted face is not to be seen; undefined for the first `latency` calls.
   */
  push(frame: Uint8Array): Face | null | undefined;
  /** After the last frame: the faces of those still owed, in order. */
  finish(): (Face | null)[];
}

export type FaceTrackerRequest = {
  finder: FaceFinder;
  width: number;
  height: number;
  fps: number;
  /** Which face, as it is at first sight: the largest, the n-th from the left, or the one in a box. */
  wanted: TaskOptions['face'];
  /** The mesh is traced in every frame, or every second one and guessed between; by default 2 from 40 fps on. */
  traceEvery?: 1 | 2;
  /** The face in the frame before the first one, where it is known; else it is looked for. */
  before?: Face;
};

/** To be raised whenever the same footage would come out otherwise: tracks that were kept then count no more. */
export const TRACKER_VERSION = 2;

const LOOK_AHEAD_S = 0.18;
const FAST_FPS = 40;
/** The mouth is handed over gently where a face is lost or found within a shot, in frames. */
const FADE = 4;

type Entry = { mesh: Float32Array | null; score: number; shot: number; guess: boolean };

export function createFaceTracker(request: FaceTrackerRequest): FaceTracker {
  return new Tracker(request);
}

class Tracker implements FaceTracker {
  readonly latency: number;
  seen = 0;
  readonly #request: FaceTrackerRequest;
  readonly #cuts = createCutDetector();
  readonly #follower;
  readonly #every: number;
  /** Frames around the one that is told next, oldest first. */
  readonly #entries: Entry[] = [];
  #told = 0;
  #shot = 0;
  #sinceTrace = 0;

  constructor(request: FaceTrackerRequest) {
    this.#request = request;
    this.#every = request.traceEvery ?? (request.fps >= FAST_FPS ? 2 : 1);
    this.latency = Math.min(12, Math.max(4, Math.round(request.fps * LOOK_AHEAD_S)));
    this.#follower = createFaceFollower(request);
  }

  push(frame: Uint8Array): Face | null | undefined {
    const { width, height } = this.#request;
    const picture = { width, height, data: frame };
    const cut = this.#cuts.isCut(picture);
    if (cut) this.#shot += 1;
    this.#sinceTrace += 1;
    const before = this.#entries.at(-1);
    const skips = !cut && before?.mesh && this.#sinceTrace < this.#every;
    if (skips) {
      this.#entries.push({ ...before, guess: true });
    } else {
      this.#sinceTrace = 0;
      this.#sight(picture, cut);
    }
    if (this.#entries.length - this.#told <= this.latency) return undefined;
    return this.#tell();
  }

  finish(): (Face | null)[] {
    const rest: (Face | null)[] = [];
    while (this.#told < this.#entries.length) rest.push(this.#tell());
    return rest;
  }

  #sight(picture: { width: number; height: number; data: Uint8Array }, cut: boolean): void {
    const found = this.#follower.follow(picture, cut);
    this.#entries.push({
      mesh: found && !found.covered ? found.mesh : null,
      score: found?.score ?? 0,
      shot: this.#shot,
      guess: false,
    });
    this.#fillGuess();
    if (!found) this.#takeBack(this.#follower.mistaken * this.#every);
  }

  /** The frame between two traced ones is their mean; without the second there is none. */
  #fillGuess(): void {
    const [a, guess, b] = this.#entries.slice(-3);
    if (!a || !b || !guess?.guess) return;
    const before = a.mesh;
    const after = b.shot === guess.shot ? b.mesh : before;
    guess.mesh = before && after ? before.map((v, i) => (v + (after[i] ?? v)) / 2) : null;
    guess.guess = false;
  }

  #takeBack(frames: number): void {
    const end = this.#entries.length - 1;
    for (let i = Math.max(this.#told, end - frames); i < end; i += 1) {
      const entry = this.#entries[i];
      if (entry?.shot === this.#shot) entry.mesh = null;
    }
  }

  #tell(): Face | null {
    const at = this.#told;
    const face = this.#faceAt(at);
    if (face) this.seen += 1;
    this.#told += 1;
    if (this.#told > this.latency) {
      this.#entries.shift();
      this.#told -= 1;
    }
    return face;
  }

  #faceAt(at: number): Face | null {
    const entry = this.#entries[at];
    if (!entry?.mesh) return null;
    const back = this.#reach(at, -1);
    const ahead = this.#reach(at, 1);
    const meshes = this.#entries
      .slice(at - back.frames, at + ahead.frames + 1)
      .flatMap(({ mesh }) => (mesh ? [mesh] : []));
    const mesh = smoothMesh({ meshes, at: back.frames });
    const gone = Math.min(
      back.fades ? back.frames : FADE,
      ahead.fades ? ahead.frames : FADE,
      FADE - 1,
    );
    return {
      score: entry.score * Math.min(1, (gone + 1) / FADE),
      box: meshBox(mesh),
      mesh,
      rotation: headRotation(mesh),
    };
  }

  /** How many frames the face is seen on from here in one direction, and whether it is lost there within the shot. */
  #reach(at: number, step: 1 | -1): { frames: number; fades: boolean } {
    const shot = this.#entries[at]?.shot;
    for (let frames = 1; frames <= this.latency; frames += 1) {
      const next = this.#entries[at + step * frames];
      if (!next || next.shot !== shot) return { frames: frames - 1, fades: false };
      if (!next.mesh) return { frames: frames - 1, fades: true };
    }
    return { frames: this.latency, fades: false };
  }
}
