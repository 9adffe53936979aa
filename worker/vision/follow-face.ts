import type { TaskOptions } from '#/domain/task.ts';
import type { FaceBox } from './detect-boxes.ts';
import type { Face, Picture } from './face.ts';
import type { FaceFinder } from './find-faces.ts';
import { nearest, seekFace } from './seek-face.ts';
import { createSkinColours } from './skin-colours.ts';
import type { SquareCrop } from './square-crop.ts';
import { windowAround } from './trace-mesh.ts';

/** What is known of the wanted face in one frame. */
export type Sighting = {
  mesh: Float32Array;
  /** Of the last look of the detector. */
  score: number;
  /** Something lies over the mouth. */
  covered: boolean;
};

export interface FaceFollower {
  /** The face in the next frame; null when it is not seen. `cut` says that the frame begins a new shot. */
  follow(picture: Picture, cut: boolean): Sighting | null;
  /** How many of the frames before a null had been mistaken. */
  readonly mistaken: number;
}

export type FollowRequest = {
  finder: FaceFinder;
  fps: number;
  wanted: TaskOptions['face'];
  /** The face in the frame before the first one, where it is known. */
  before?: Pick<Face, 'mesh' | 'score'>;
};

/** Seconds between looks of the detector at a face that is followed, and for one that is not there. */
const CHECK_S = 0.8;
const SEEK_S = 0.16;
/** After this time somebody else may be the wanted face. */
export const FORGET_S = 2;
const STRANGE_UPPER = 0.4;
const STRANGE_LOWER = 0.3;
/** Eyes that are covered while the mouth is not hide nobody: the detector is not asked then. */
const [STRANGE_EYES, SAME_LOWER] = [0.15, 0.15];
/** A covered mouth that stays so long has only changed its looks; and somebody whose eyes are, may be somebody else. */
const COVERED_S = 4;
/** The face fills this share of its mesh window, and of the detector's. */
const BOX_TO_WINDOW = 1.5;
const BOX_TO_CHECK = 3;

type Followed = {
  mesh: Float32Array;
  window: SquareCrop;
  score: number;
  /** How the window goes on from frame to frame. */
  move: { x: number; y: number; angle: number; growth: number };
  sinceCheck: number;
  misses: number;
  coveredFor: number;
  blindFor: number;
};

export function createFaceFollower(request: FollowRequest): FaceFollower {
  return new Follower(request);
}

class Follower implements FaceFollower {
  mistaken = 0;
  readonly #finder: FaceFinder;
  readonly #wanted: TaskOptions['face'];
  readonly #fps: number;
  readonly #colours = createSkinColours();
  #face: Followed | null = null;
  #last: { x: number; y: number; size: number } | null = null;
  #missing = 0;
  #turn = 0;

  constructor({ finder, fps, wanted, before }: FollowRequest) {
    this.#finder = finder;
    this.#wanted = wanted;
    this.#fps = fps;
    if (before) this.#face = followed(before);
  }

  follow(picture: Picture, cut: boolean): Sighting | null {
    this.mistaken = 0;
    if (cut) {
      this.#face = null;
      this.#last = null;
      this.#missing = 0;
      this.#turn = 0;
    }
    if (this.#face && !this.#keep(picture, this.#face)) {
      this.mistaken = this.#face.misses - 1;
      this.#lose(this.#face);
    } else if (!this.#face) this.#seek(picture);
    const face = this.#face;
    if (!face) {
      this.#missing += 1;
      return null;
    }
    return { mesh: face.mesh, score: face.score, covered: face.coveredFor > 0 };
  }

  #seek(picture: Picture): void {
    const every = Math.max(1, Math.round(this.#fps * SEEK_S));
    if (this.#missing % every !== 0) return;
    const known = this.#last && this.#missing < this.#fps * FORGET_S;
    const last = known && this.#last ? { ...this.#last, framesAgo: this.#missing } : null;
    const request = { finder: this.#finder, picture, wanted: this.#wanted };
    const box = seekFace({ ...request, last, turn: this.#turn });
    this.#turn += 1;
    if (!box) return;
    if (!last) this.#colours.reset();
    this.#face = this.#begin(picture, box);
    this.#missing = 0;
  }

  #begin(picture: Picture, box: FaceBox): Followed {
    let window: SquareCrop = {
      centreX: box.x + box.width / 2,
      centreY: box.y + box.height / 2,
      side: Math.max(box.width, box.height) * BOX_TO_WINDOW,
      angle: box.roll,
    };
    let mesh = this.#finder.trace(picture, window);
    for (let pass = 0; pass < MOST_PASSES; pass += 1) {
      const next = windowAround(mesh);
      if (unlikeness(next, window) < SETTLED) break;
      window = next;
      mesh = this.#finder.trace(picture, window);
    }
    this.#colours.compare(picture, mesh);
    return followed({ mesh, score: box.score });
  }

  /** Follows the face into the next frame; false when it is lost. */
  #keep(picture: Picture, face: Followed): boolean {
    const jump = this.#trace(picture, face);
    const strange = this.#colours.compare(picture, face.mesh);
    const covered = strange.lower > STRANGE_LOWER && face.coveredFor < this.#fps * COVERED_S;
    face.coveredFor = covered ? face.coveredFor + 1 : 0;
    const onlyEyes = strange.upper > STRANGE_EYES && strange.lower < SAME_LOWER && !jump;
    const blind = onlyEyes && face.misses === 0 && face.blindFor < this.#fps * COVERED_S;
    face.blindFor = blind ? face.blindFor + 1 : 0;
    face.sinceCheck += 1;
    const due = face.sinceCheck >= this.#fps * CHECK_S || face.misses > 0 || jump;
    if (!blind && (due || strange.upper > STRANGE_UPPER)) {
      face.misses = this.#check(picture, face) ? 0 : face.misses + 1;
      face.sinceCheck = 0;
    }
    if (face.misses === 0 && !blind) this.#colours.learn(!covered);
    return face.misses < 3;
  }

  /** True when the trace went somewhere a head cannot. */
  #trace(picture: Picture, face: Followed): boolean {
    const before = face.window;
    const { move } = face;
    const predicted = {
      centreX: before.centreX + move.x,
      centreY: before.centreY + move.y,
      side: before.side * (1 + move.growth),
      angle: before.angle + move.angle,
    };
    let mesh = this.#finder.trace(picture, predicted);
    let window = windowAround(mesh);
    if (unlikeness(window, predicted) > 1) {
      mesh = this.#finder.trace(picture, window);
      window = windowAround(mesh);
    } else {
      window = calmed(predicted, window);
    }
    move.x += STEADINESS * (window.centreX - before.centreX - move.x);
    move.y += STEADINESS * (window.centreY - before.centreY - move.y);
    move.angle += STEADINESS * (turn(window.angle - before.angle) - move.angle);
    move.growth += STEADINESS * (window.side / before.side - 1 - move.growth);
    face.mesh = mesh;
    face.window = window;
    const far = Math.hypot(window.centreX - before.centreX, window.centreY - before.centreY);
    const growth = window.side / before.side;
    return far > before.side * 0.35 || growth > 1.35 || growth < 0.74;
  }

  /** Whether the detector sees a face where the mesh is. */
  #check(picture: Picture, face: Followed): boolean {
    const { centreX, centreY, side } = face.window;
    const size = side / BOX_TO_WINDOW;
    const window = { centreX, centreY, side: size * BOX_TO_CHECK, angle: face.window.angle };
    const boxes = this.#finder.detect(picture, window);
    const box = nearest(boxes, { x: centreX, y: centreY, size, framesAgo: 0 });
    if (!box) return false;
    face.score = box.score;
    const off = Math.hypot(box.x + box.width / 2 - centreX, box.y + box.height / 2 - centreY);
    if (off > size * 0.4) {
      const { mesh, window: better } = this.#begin(picture, box);
      face.mesh = mesh;
      face.window = better;
    }
    return true;
  }

  #lose({ window }: Followed): void {
    this.#last = { x: window.centreX, y: window.centreY, size: window.side / BOX_TO_WINDOW };
    this.#face = null;
    this.#missing = 0;
    this.#turn = 1;
  }
}

function followed({ mesh, score }: Pick<Face, 'mesh' | 'score'>): Followed {
  return {
    mesh,
    window: windowAround(mesh),
    score,
    move: { x: 0, y: 0, angle: 0, growth: 0 },
    sinceCheck: 0,
    misses: 0,
    coveredFor: 0,
    blindFor: 0,
  };
}

/** How quickly a change of movement is believed. */
const STEADINESS = 0.45;
/** A window this far off in shares of its side, or in radians, makes a trace worse. */
const OFF_PLACE = 0.02;
const OFF_ANGLE = 0.06;
/** At first sight the window is laid anew until it is as little off as this: else the face would drift for some frames. */
const SETTLED = 0.1;
const MOST_PASSES = 6;
/** Of a difference that is next to nothing the window takes on so much: what is traced depends a little on the window. */
const LEAST_CHANGE = 0.2;

/** How far a window is off another, 1 where a trace becomes worse. */
function unlikeness(a: SquareCrop, b: SquareCrop): number {
  return Math.max(
    Math.hypot(a.centreX - b.centreX, a.centreY - b.centreY) / (OFF_PLACE * a.side),
    Math.abs(a.side / b.side - 1) / (2 * OFF_PLACE),
    Math.abs(turn(a.angle - b.angle)) / OFF_ANGLE,
  );
}

function calmed(due: SquareCrop, seen: SquareCrop): SquareCrop {
  const share = LEAST_CHANGE + (1 - LEAST_CHANGE) * Math.min(1, unlikeness(seen, due));
  const mix = (from: number, to: number) => from + (to - from) * share;
  return {
    centreX: mix(due.centreX, seen.centreX),
    centreY: mix(due.centreY, seen.centreY),
    side: mix(due.side, seen.side),
    angle: due.angle + turn(seen.angle - due.angle) * share,
  };
}

function turn(angle: number): number {
  return Math.atan2(Math.sin(angle), Math.cos(angle));
}
