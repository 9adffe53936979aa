import type { Face } from './face.ts';

const [TOP, CHIN, RIGHT, LEFT] = [10, 152, 234, 454];

/**
 * Turn of the head from four points of the mesh, radians: roll clockwise, yaw towards the picture's right,
 * pitch downwards positive.
 */
export function headRotation(mesh: Float32Array): Face['rotation'] {
  const across = direction(mesh, RIGHT, LEFT);
  const down = direction(mesh, TOP, CHIN);
  return {
    roll: Math.atan2(across.y, across.x),
    yaw: Math.atan2(across.z, Math.hypot(across.x, across.y)),
    pitch: Math.atan2(down.z, Math.hypot(down.x, down.y)),
  };
}

function direction(mesh: Float32Array, from: number, to: number) {
  const delta = (axis: number) => (mesh[to * 3 + axis] ?? 0) - (mesh[from * 3 + axis] ?? 0);
  return { x: delta(0), y: delta(1), z: delta(2) };
}
