import { expect, test } from 'vitest';
import type { Face } from './face.ts';
import { createFaceTrackWriter, decodeFaceTrack, encodeFaceTrack } from './face-track.ts';

function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff - 0.5;
  };
}

const random = noise(7);
const SHAPE = Float32Array.from({ length: 468 * 3 }, () => random() * 300);

/** A head that wanders and trembles. */
function made(frames: number): (Face | null)[] {
  const shake = noise(3);
  return Array.from({ length: frames }, (_, i) => {
    if (i % 40 > 33) return null;
    const place = [640 + 300 * Math.sin(i / 30), 300 + i * 0.2, 0];
    const mesh = SHAPE.map(
      (value, k) => value * (1 + i * 0.001) + (place[k % 3] ?? 0) + 0.4 * shake(),
    );
    return {
      score: 0.8,
      box: { x: 0, y: 0, width: 1, height: 1 },
      mesh,
      rotation: { roll: 0, yaw: 0, pitch: 0 },
    };
  });
}

test('a track comes back as it was, to an eighth of a pixel, in any order', () => {
  const faces = made(150);
  const track = decodeFaceTrack(encodeFaceTrack(faces));
  expect(track.frames).toBe(150);
  for (const index of [149, 0, 64, 63, 35, 36, 100]) {
    const [was, is] = [faces[index], track.face(index)];
    expect(is === null).toBe(was === null);
    if (!was || !is) continue;
    expect(is.score).toBeCloseTo(was.score, 2);
    const off = [...is.mesh].map((value, i) => (i % 3 === 2 ? 0 : value - (was.mesh[i] ?? 0)));
    expect(Math.max(...off.map(Math.abs))).toBeLessThanOrEqual(0.063);
    expect(is.box.x).toBeCloseTo(Math.min(...is.mesh.filter((_, i) => i % 3 === 0)), 3);
  }
  expect(track.face(-1)).toBeNull();
  expect(track.face(150)).toBeNull();
});

test('a kilobyte a frame is enough even for a face that trembles', () => {
  expect(encodeFaceTrack(made(128)).length / 128).toBeLessThan(1024);
});

test('frame by frame gives the same bytes, and an empty track is one', () => {
  const writer = createFaceTrackWriter();
  for (const face of made(70)) writer.push(face);
  expect(Buffer.compare(writer.finish(), encodeFaceTrack(made(70)))).toBe(0);
  expect(decodeFaceTrack(encodeFaceTrack([])).frames).toBe(0);
});

test('a cut or foreign file is refused', () => {
  const bytes = encodeFaceTrack(made(70));
  for (const bad of [
    bytes.subarray(0, bytes.length - 9),
    bytes.subarray(0, 5),
    new Uint8Array(64),
  ]) {
    expect(() => decodeFaceTrack(bad)).toThrow(expect.objectContaining({ code: 'internal' }));
  }
});
