import { expect, test } from 'vitest';
import { chooseFace } from './choose-face.ts';
import type { Face } from './face.ts';

function face(x: number, size: number): Face {
  return {
    score: 0.9,
    box: { x, y: 100, width: size, height: size },
    mesh: new Float32Array(),
    rotation: { roll: 0, yaw: 0, pitch: 0 },
  };
}

const left = face(0, 80);
const middle = face(200, 120);
const right = face(500, 60);
const faces = [middle, right, left];

test('auto and largest take the largest face', () => {
  expect(chooseFace(faces)).toBe(middle);
  expect(chooseFace(faces, 'largest')).toBe(middle);
});

test('an index counts from the left', () => {
  expect([0, 1, 2].map((index) => chooseFace(faces, index))).toEqual([left, middle, right]);
});

test('a box takes the face nearest to its middle, and none that lies elsewhere', () => {
  expect(chooseFace(faces, { x: 490, y: 90, width: 80, height: 80 })).toBe(right);
  const nowhere = { x: 360, y: 400, width: 20, height: 20 };
  expect(() => chooseFace(faces, nowhere)).toThrow(expect.objectContaining({ code: 'no_face' }));
});

test('a picture without a face says what picture is needed', () => {
  expect(() => chooseFace([])).toThrow(/large, sharp, well lit/);
});
