/** Meshes of neighbouring frames of one shot, in order, and which of them is to be smoothed. */
export type MeshWindow = { meshes: readonly Float32Array[]; at: number };

const [TOP, CHIN, NOSE_BOTTOM] = [10, 152, 2];
/** Points that hardly move on the head: their mean is its place. */
const STEADY = [33, 133, 263, 362, 168, 6, 197, 195, 5, 4, 9, 8, 151, 127, 356, 234, 454, 10];
/** Differences below this, in face heights, are taken for noise. */
const NOISE_HEAD = 0.004;
const NOISE_POINT = 0.0035;
/** Standard deviation of the wide filter in frames, for the widest window of two times this each way. */
const WIDTH = 0.5;

/**
 * One mesh without its trembling. A wide filter (a line through the frames around) is believed where it agrees with what
 * was seen just then; quick motion is left as it is. Looks both ways, so nothing lags.
 */
export function smoothMesh({ meshes, at }: MeshWindow): Float32Array {
  const raw = meshes[at];
  if (!raw || meshes.length < 3) return Float32Array.from(raw ?? []);
  const wide = wideWeights(meshes.length, at);
  const near = nearWeights(meshes.length, at);
  const middles = meshes.map(middleOf);
  const height = distance(raw, TOP, CHIN);
  const own = middles[at] ?? [0, 0, 0];
  const place = headPlace(middles, { wide, near }, NOISE_HEAD * height);
  const calm = relativeMean({ meshes, middles, weights: wide });
  const sharp = relativeMean({ meshes, middles, weights: near });
  const low = raw[NOSE_BOTTOM * 3 + 1] ?? 0;
  const out = new Float32Array(raw.length);
  for (let i = 0; i < raw.length; i += 3) {
    if ((raw[i + 1] as number) > low) {
      for (let c = 0; c < 3; c += 1) sharp[i + c] = (raw[i + c] as number) - (own[c] as number);
    }
    const dx = (calm[i] as number) - (sharp[i] as number);
    const dy = (calm[i + 1] as number) - (sharp[i + 1] as number);
    const share = trust(dx * dx + dy * dy, NOISE_POINT * height);
    for (let c = 0; c < 3; c += 1) {
      const quick = sharp[i + c] as number;
      out[i + c] = (place[c] as number) + quick + ((calm[i + c] as number) - quick) * share;
    }
  }
  return out;
}

type Filters = { wide: Float64Array; near: Float64Array };

function headPlace(middles: Point3[], { wide, near }: Filters, noise: number): Point3 {
  const mean = (weights: Float64Array): Point3 => {
    const sum: Point3 = [0, 0, 0];
    middles.forEach((middle, k) => {
      for (let c = 0; c < 3; c += 1) {
        sum[c] = (sum[c] as number) + (middle[c] as number) * (weights[k] as number);
      }
    });
    return sum;
  };
  const [calm, quick] = [mean(wide), mean(near)];
  const share = trust((calm[0] - quick[0]) ** 2 + (calm[1] - quick[1]) ** 2, noise);
  const mix = (c: 0 | 1 | 2) => quick[c] + (calm[c] - quick[c]) * share;
  return [mix(0), mix(1), mix(2)];
}

type Point3 = [number, number, number];
type RelativeMeshes = {
  meshes: readonly Float32Array[];
  middles: Point3[];
  weights: Float64Array;
};

/** Weighted mean of the meshes, each seen from its own middle. */
function relativeMean({ meshes, middles, weights }: RelativeMeshes): Float64Array {
  const out = new Float64Array(meshes[0]?.length ?? 0);
  meshes.forEach((mesh, k) => {
    const weight = weights[k] as number;
    if (weight === 0) return;
    const [x, y, z] = middles[k] ?? [0, 0, 0];
    for (let i = 0; i < mesh.length; i += 3) {
      out[i] = (out[i] as number) + ((mesh[i] as number) - x) * weight;
      out[i + 1] = (out[i + 1] as number) + ((mesh[i + 1] as number) - y) * weight;
      out[i + 2] = (out[i + 2] as number) + ((mesh[i + 2] as number) - z) * weight;
    }
  });
  return out;
}

function trust(squareOff: number, noise: number): number {
  return Math.exp(-squareOff / (noise * noise));
}

/** Weights that fit a line to the frames and read it at `at`. */
function wideWeights(count: number, at: number): Float64Array {
  const reach = Math.max(at, count - 1 - at, 2);
  const bell = Float64Array.from({ length: count }, (_, k) =>
    Math.exp(-0.5 * ((k - at) / (reach * WIDTH)) ** 2),
  );
  let [s0, s1, s2] = [0, 0, 0];
  bell.forEach((w, k) => {
    s0 += w;
    s1 += w * (k - at);
    s2 += w * (k - at) ** 2;
  });
  const det = s0 * s2 - s1 * s1;
  return bell.map((w, k) => (w * (s2 - s1 * (k - at))) / det);
}

function nearWeights(count: number, at: number): Float64Array {
  const weights = new Float64Array(count);
  const inside = at > 0 && at < count - 1;
  weights[at] = inside ? 0.5 : 1;
  if (inside) {
    weights[at - 1] = 0.25;
    weights[at + 1] = 0.25;
  }
  return weights;
}

function middleOf(mesh: Float32Array): Point3 {
  const sum: Point3 = [0, 0, 0];
  for (const index of STEADY) {
    sum[0] += (mesh[index * 3] ?? 0) / STEADY.length;
    sum[1] += (mesh[index * 3 + 1] ?? 0) / STEADY.length;
    sum[2] += (mesh[index * 3 + 2] ?? 0) / STEADY.length;
  }
  return sum;
}

function distance(mesh: Float32Array, a: number, b: number): number {
  return Math.hypot(
    (mesh[a * 3] ?? 0) - (mesh[b * 3] ?? 0),
    (mesh[a * 3 + 1] ?? 0) - (mesh[b * 3 + 1] ?? 0),
  );
}
