import { expect, test } from 'vitest';
import { createTexture, type WarpMesh, warpTriangles } from './warp.ts';

const WIDTH = 40;
const HEIGHT = 30;

function noise(): Uint8Array {
  return Uint8Array.from({ length: WIDTH * HEIGHT * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : (Math.imul(i + 1, 2654435761) >>> 24) & 255,
  );
}

/** A square of four triangles around a middle vertex. */
function square(shift: { x: number; y: number }): WarpMesh {
  const u = Float64Array.from([5, 33, 33, 5, 17.3]);
  const v = Float64Array.from([4, 4, 25, 25, 13.9]);
  return {
    triangles: Int32Array.from([0, 1, 4, 1, 2, 4, 2, 3, 4, 3, 0, 4]),
    u,
    v,
    x: u.map((value) => value + shift.x),
    y: v.map((value) => value + shift.y),
    moved: Uint8Array.from([1, 1, 1, 1, 1]),
  };
}

test('a shift by whole pixels copies the texture exactly, each pixel of the square once', () => {
  const data = noise();
  const source = new Int32Array(data.slice().buffer);
  const out = new Int32Array(WIDTH * HEIGHT).fill(7);
  const canvas = { width: WIDTH, height: HEIGHT, pixels: out };
  warpTriangles(
    createTexture({ width: WIDTH, height: HEIGHT, data }),
    square({ x: 3, y: -2 }),
    canvas,
  );
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const inside = x >= 8 && x < 36 && y >= 2 && y < 23;
      const expected = inside ? source[(y + 2) * WIDTH + x - 3] : 7;
      expect(out[y * WIDTH + x]).toBe(expected);
    }
  }
});

test('half a pixel of shift averages neighbours', () => {
  const data = new Uint8Array(WIDTH * HEIGHT * 4).fill(255);
  for (let i = 0; i < WIDTH * HEIGHT; i += 1) data[i * 4] = i % 2 === 0 ? 100 : 200;
  const out = new Int32Array(WIDTH * HEIGHT);
  const canvas = { width: WIDTH, height: HEIGHT, pixels: out };
  warpTriangles(
    createTexture({ width: WIDTH, height: HEIGHT, data }),
    square({ x: 0.5, y: 0 }),
    canvas,
  );
  expect((out[15 * WIDTH + 20] ?? 0) & 255).toBe(150);
});

test('triangles whose vertices are at rest are left alone', () => {
  const out = new Int32Array(WIDTH * HEIGHT).fill(7);
  const canvas = { width: WIDTH, height: HEIGHT, pixels: out };
  const mesh = { ...square({ x: 1, y: 1 }), moved: new Uint8Array(5) };
  warpTriangles(createTexture({ width: WIDTH, height: HEIGHT, data: noise() }), mesh, canvas);
  expect(out.every((pixel) => pixel === 7)).toBe(true);
});
