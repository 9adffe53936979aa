import type { MouthTrack } from '../../speech/mouth-track.ts';
import type { Face, Picture } from '../../vision/face.ts';
import type { EngineInfo, FootageLipRenderer, FootageLipRequest } from '../engine.ts';
import { smoothStep } from './clamp.ts';
import type { FaceFrame } from './face-frame.ts';
import { type FacePose, posed, poseError } from './face-pose.ts';
import { createFootageGrid } from './footage-grid.ts';
import { blurred } from './head-motion.ts';
import { type ModelFace, modelFace } from './model-face.ts';
import { paintInside } from './mouth-interior.ts';
import { type MouthLight, mouthLight } from './mouth-light.ts';
import { createMouthLines, type MouthLines, setMouthLines } from './mouth-lines.ts';
import { createMouthPose, setMouthPose } from './mouth-pose.ts';
import { ownTeeth } from './own-teeth.ts';
import { copyRegion, createRegionTexture, mixWithRegion } from './region-texture.ts';
import { createSeamWatch } from './seam-watch.ts';
import { softenSeam } from './soften-seam.ts';
import { BUILTIN_LIPS } from './still-lip-renderer.ts';
import { drawnTeeth, type Teeth } from './teeth.ts';
import { type Canvas, warpTriangles } from './warp.ts';

/** The embedded renderer for footage: shuts the mouth of every frame by a warp, then opens it by the track. */
export function createFootageLipRenderer(request: FootageLipRequest): FootageLipRenderer {
  return new FootageLips(request);
}

/** A face that jumps by so many of its heights from one frame to the next is in another shot. */
const JUMP = 0.4;
/** As one that suddenly fits its model worse or better, by mean distance of the points in face heights. */
const MISFIT = 0.004;
const LIGHT_LEARN = 0.06;
const PLACE_LEARN = 0.1;
const SMILE = 0.5;
/** Teeth beside real skin in real light must not look grey. */
const LEAST_TEETH = 0.35;
/** Faces below the first score are left alone, those above the second are changed in full. */
const [UNSURE, SURE] = [0.05, 0.5];

type Person = {
  model: ModelFace;
  grid: ReturnType<typeof createFootageGrid>;
  seams: ReturnType<typeof createSeamWatch>;
  teeth: Teeth;
  /** Better ones that wait for a moment in which none are seen. */
  found: Teeth | null;
  own: boolean;
  light: MouthLight;
  /** Where the lips meet against where the skull has them, in model pixels. */
  offset: { x: number; y: number };
  fresh: boolean;
  place: { x: number; y: number };
  misfit: number;
};

class FootageLips implements FootageLipRenderer {
  readonly info: EngineInfo = BUILTIN_LIPS;
  readonly #request: FootageLipRequest;
  readonly #warmth: Float32Array;
  readonly #mouth = createMouthPose();
  readonly #region = createRegionTexture();
  #lines: MouthLines | null = null;
  #person: Person | null = null;

  constructor(request: FootageLipRequest) {
    this.#request = request;
    this.#warmth = warmthOf(request.track);
  }

  render(index: number, frame: Uint8Array, face: Face | null): void {
    const { width, height } = this.#request;
    if (!face) {
      if (this.#person) this.#person.fresh = true;
      return;
    }
    const share = smoothStep(UNSURE, SURE, face.score) * mouthInSight(face.mesh, { width, height });
    if (share === 0) return;
    const person = this.#personOf(face);
    const pose = person.grid.pose(face.mesh);
    const picture = { width, height, data: frame };
    const canvas = {
      width,
      height,
      pixels: new Int32Array(frame.buffer, frame.byteOffset, width * height),
    };
    this.#learnLight(person, picture, { face, pose });
    this.#setMouth(index);
    person.seams.look(canvas);
    person.grid.carry(pose, face.mesh, person.seams);
    person.grid.move(pose, this.#mouth.moves);
    this.#lookForTeeth(person, picture, { face, pose });
    if (!this.#warp(person, canvas)) return;
    this.#finish(person, canvas, pose);
    if (share < 1) mixWithRegion(canvas, this.#region, share);
    person.fresh = false;
  }

  /** The model of this face: the one in use, or a new one after a cut. */
  #personOf(face: Face): Person {
    const known = this.#person;
    if (known) {
      const { model, misfit, place } = known;
      const pose = known.grid.pose(face.mesh);
      const height = Math.hypot(pose.xy, pose.yy) * model.frame.faceHeight;
      known.place = posed(pose, { ...model.frame.origin, z: 0 });
      known.misfit = poseError(pose, model.mesh, face.mesh) / height;
      const far = Math.hypot(known.place.x - place.x, known.place.y - place.y) / height;
      if (far < JUMP && Math.abs(known.misfit - misfit) < MISFIT) return known;
    }
    const model = modelFace(face);
    this.#person = {
      model,
      grid: createFootageGrid(model),
      seams: createSeamWatch(),
      teeth: drawnTeeth(model.frame, model.lips),
      found: null,
      own: false,
      light: { red: 1, green: 1, blue: 1 },
      offset: { x: 0, y: 0 },
      fresh: true,
      place: { x: face.mesh[39] ?? 0, y: face.mesh[40] ?? 0 },
      misfit: 0,
    };
    return this.#person;
  }

  #learnLight(person: Person, picture: Picture, { face, pose }: { face: Face; pose: FacePose }) {
    const seen = mouthLight(picture, frameOf(person.model, pose), face.mesh);
    const rate = person.fresh ? 1 : LIGHT_LEARN;
    for (const channel of ['red', 'green', 'blue'] as const) {
      person.light[channel] += (seen[channel] - person.light[channel]) * rate;
    }
  }

  /** Takes on the person's own teeth once they have been seen; at first sight at once, later while the mouth is shut. */
  #lookForTeeth(person: Person, picture: Picture, { face, pose }: { face: Face; pose: FacePose }) {
    if (!person.own) {
      const scale = Math.hypot(pose.xy, pose.yy);
      const seen = { gap: person.grid.gap.widest, scale, light: person.light };
      person.found = ownTeeth(picture, face, seen);
      person.own = person.found !== null;
    }
    if (!person.found || (!person.fresh && this.#mouth.moves.jaw > 0.02)) return;
    person.teeth = person.found;
    person.found = null;
  }

  #setMouth(index: number): void {
    const { track, expression } = this.#request;
    setMouthPose(this.#mouth, track, index);
    const at = Math.min(Math.max(index, 0), track.frames - 1);
    const warmth = Math.min(1, this.#warmth[at] ?? 0);
    this.#mouth.moves.smile = SMILE * expression * warmth * this.#mouth.parted;
  }

  /** Draws the moved skin; false when the face is too large or too far out to be true. */
  #warp({ grid }: Person, canvas: Canvas): boolean {
    const { mesh, used } = grid;
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const vertex of used) {
      const [u, v] = [mesh.u[vertex] as number, mesh.v[vertex] as number];
      const [x, y] = [mesh.x[vertex] as number, mesh.y[vertex] as number];
      left = Math.min(left, u, x);
      right = Math.max(right, u, x);
      top = Math.min(top, v, y);
      bottom = Math.max(bottom, v, y);
    }
    const bounds = {
      left: Math.floor(left) - 2,
      top: Math.floor(top) - 2,
      right: Math.ceil(right) + 2,
      bottom: Math.ceil(bottom) + 2,
    };
    const area = (bounds.right - bounds.left) * (bounds.bottom - bounds.top);
    if (!(area < canvas.width * canvas.height * 4)) return false;
    copyRegion(this.#region, canvas, bounds);
    for (const vertex of used) {
      mesh.u[vertex] = (mesh.u[vertex] as number) - bounds.left;
      mesh.v[vertex] = (mesh.v[vertex] as number) - bounds.top;
    }
    warpTriangles(this.#region, mesh, canvas);
    return true;
  }

  /** The seam of the lips and what is seen between them. */
  #finish(person: Person, canvas: Canvas, pose: FacePose): void {
    const { grid, model, offset } = person;
    const frame = frameOf(model, pose);
    const scale = frame.mouthWidth / model.frame.mouthWidth;
    const squeeze = Math.hypot(pose.xx, pose.yx) / Math.max(1e-6, Math.hypot(pose.xy, pose.yy));
    const dx = grid.contact.x - frame.origin.x;
    const dy = grid.contact.y - frame.origin.y;
    const rest = { x: model.lips.xAt(0) * squeeze, y: model.lips.upper(model.lips.xAt(0)) };
    const rate = person.fresh ? 1 : PLACE_LEARN;
    offset.x += ((dx * frame.cos + dy * frame.sin) / scale - rest.x - offset.x) * rate;
    offset.y += ((dy * frame.cos - dx * frame.sin) / scale - rest.y - offset.y) * rate;
    const lines = this.#linesFor(frame);
    setMouthLines(lines, frame, { ...grid.mesh, upper: grid.upper, lower: grid.lower });
    softenSeam(canvas, frame, { lines, parted: smoothStep(0.015, 0.07, grid.gap.widest) });
    const teeth = {
      ...person.teeth,
      left: person.teeth.left * scale,
      top: person.teeth.top * scale,
      scale: person.teeth.scale / scale,
    };
    paintInside(canvas, lines, {
      inside: { frame, light: person.light, teeth },
      state: {
        shift: { x: offset.x * scale, y: offset.y * scale },
        squeeze,
        teeth: LEAST_TEETH + (1 - LEAST_TEETH) * this.#mouth.teeth,
        tongue: this.#mouth.tongue,
      },
    });
  }

  #linesFor(frame: FaceFrame): MouthLines {
    const lines = this.#lines;
    if (lines && lines.upper.length >= frame.mouthWidth * 2 + 8) return lines;
    this.#lines = createMouthLines({ ...frame, mouthWidth: frame.mouthWidth * 1.3 });
    return this.#lines;
  }
}

function warmthOf(track: MouthTrack): Float32Array {
  return blurred(track.energy, 0.6 * track.fps);
}

/** The face frame of a pose: upright on the face, at the middle of the mouth, lengths as down the face. */
function frameOf({ frame }: ModelFace, pose: FacePose): FaceFrame {
  const scale = Math.hypot(pose.xy, pose.yy);
  const angle = Math.atan2(pose.yx, pose.xx);
  return {
    origin: posed(pose, { ...frame.origin, z: 0 }),
    cos: Math.cos(angle),
    sin: Math.sin(angle),
    faceHeight: frame.faceHeight * scale,
    mouthWidth: frame.mouthWidth * scale,
  };
}

const LIPS = [0, 17, 61, 291];
const [SPECK_PX, SMALL_PX] = [4, 7];

/** 1 for a mouth well inside the frame, 0 for one at its edge or too small to see. */
function mouthInSight(mesh: Float32Array, { width, height }: { width: number; height: number }) {
  const across = Math.hypot(
    (mesh[291 * 3] ?? 0) - (mesh[61 * 3] ?? 0),
    (mesh[291 * 3 + 1] ?? 0) - (mesh[61 * 3 + 1] ?? 0),
  );
  const room = LIPS.map((index) => {
    const [x = 0, y = 0] = mesh.subarray(index * 3, index * 3 + 2);
    return Math.min(x, y, width - x, height - y);
  });
  const edge = smoothStep(0.05 * across, 0.3 * across, Math.min(...room));
  return edge * smoothStep(SPECK_PX, SMALL_PX, across);
}
