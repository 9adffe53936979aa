import { expect, test } from 'vitest';
import { moveFace } from './move-face.ts';

test('a face keeps its place on the picture when the picture is cut and scaled', () => {
  const face = {
    score: 0.9,
    box: { x: 120, y: 60, width: 40, height: 50 },
    mesh: new Float32Array([140, 85, -4]),
    rotation: { roll: 0, yaw: 0, pitch: 0 },
  };
  const moved = moveFace(
    face,
    { left: 100, top: 10, width: 200, height: 100 },
    { width: 400, height: 200 },
  );
  expect(moved.box).toEqual({ x: 40, y: 100, width: 80, height: 100 });
  expect([...moved.mesh]).toEqual([80, 150, -8]);
  expect([...face.mesh]).toEqual([140, 85, -4]);
});
