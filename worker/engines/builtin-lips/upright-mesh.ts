/** A direction or place in space: x to the picture's right, y down, z away from the viewer, pixels. */
type Space = [number, number, number];

const [TOP, CHIN, RIGHT, LEFT] = [10, 152, 234, 454];
const [MOUTH_RIGHT, MOUTH_LEFT] = [78, 308];

/**
 * A traced face as it would look into the camera: turned upright and frontal by its own depth, hairline to chin `height`
 * long, the middle of its mouth at `middle`.
 */
export function uprightMesh(
  mesh: Float32Array,
  { height, middle }: { height: number; middle: { x: number; y: number } },
): Float32Array {
  const across = unitOf(between(mesh, RIGHT, LEFT));
  const along = between(mesh, TOP, CHIN);
  const slant = dot(along, across);
  const down = unitOf([
    along[0] - slant * across[0],
    along[1] - slant * across[1],
    along[2] - slant * across[2],
  ]);
  const away = cross(across, down);
  const scale = height / Math.hypot(...along);
  const a = place(mesh, MOUTH_RIGHT);
  const b = place(mesh, MOUTH_LEFT);
  const mouth: Space = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2];
  const out = new Float32Array(mesh.length);
  for (let i = 0; i < mesh.length; i += 3) {
    const from: Space = [
      (mesh[i] ?? 0) - mouth[0],
      (mesh[i + 1] ?? 0) - mouth[1],
      (mesh[i + 2] ?? 0) - mouth[2],
    ];
    out[i] = middle.x + dot(from, across) * scale;
    out[i + 1] = middle.y + dot(from, down) * scale;
    out[i + 2] = dot(from, away) * scale;
  }
  return out;
}

function place(mesh: Float32Array, index: number): Space {
  return [mesh[index * 3] ?? 0, mesh[index * 3 + 1] ?? 0, mesh[index * 3 + 2] ?? 0];
}

function between(mesh: Float32Array, from: number, to: number): Space {
  const a = place(mesh, from);
  const b = place(mesh, to);
  return [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
}

function dot(a: Space, b: Space): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Space, b: Space): Space {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unitOf(a: Space): Space {
  const length = Math.hypot(...a) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
}
