import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { madeFolder } from '../media/made-media.ts';
import type { Face } from './face.ts';
import { createFaceTrackWriter, openFaceTrack } from './face-track.ts';

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
    const place = [5640 + 300 * Math.sin(i / 30), 300 + i * 0.2, 0];
    const mesh = SHAPE.map(
      (value, k) => value * (1 + i * 0.001) + (place[k % 3] ?? 0) + 0.4 * shake(),
    );
    const box = { x: 0, y: 0, width: 1, height: 1 };
    return { score: 0.8, box, mesh, rotation: { roll: 0, yaw: 0, pitch: 0 } };
  });
}

function write(path: string, faces: (Face | null)[], frames = faces.length): (Face | null)[] {
  using writer = createFaceTrackWriter(path, 'made');
  const said = faces.map((face, index) => {
    writer.push(face);
    return writer.face(index);
  });
  writer.finish(frames);
  return said;
}

test('a track comes back to a sixteenth of a pixel, in any order, and as it was said while it was made', () => {
  using folder = madeFolder();
  const faces = made(150);
  const said = write(folder.path('track'), faces);
  using track = openFaceTrack(folder.path('track'), 'made');
  expect(track?.frames).toBe(150);
  for (const index of [149, 0, 64, 63, 35, 36, 100]) {
    const [was, is] = [faces[index], track?.face(index)];
    expect(is).toEqual(said[index]);
    expect(is === null).toBe(was === null);
    if (!was || !is) continue;
    expect(is.score).toBeCloseTo(was.score, 2);
    const off = [...is.mesh].map((value, i) => Math.abs(value - (was.mesh[i] ?? 0)));
    expect(Math.max(...off)).toBeLessThanOrEqual(0.063);
    expect(is.box.x).toBeCloseTo(Math.min(...is.mesh.filter((_, i) => i % 3 === 0)), 3);
  }
  expect(track?.face(-1)).toBeNull();
  expect(track?.face(150)).toBeNull();
});

test('what is asked for while it is made may lie far back', () => {
  using folder = madeFolder();
  const faces = made(140);
  using writer = createFaceTrackWriter(folder.path('track'), 'made');
  for (const face of faces) writer.push(face);
  for (const index of [139, 3, 70]) {
    expect(writer.face(index)?.mesh[0]).toBeCloseTo(faces[index]?.mesh[0] ?? Number.NaN, 0);
  }
  expect(writer.face(140)).toBeNull();
});

test('a track may end before the last face that was pushed', () => {
  using folder = madeFolder();
  write(folder.path('track'), made(70), 20);
  using track = openFaceTrack(folder.path('track'), 'made');
  expect([track?.frames, track?.face(19) === null, track?.face(20)]).toEqual([20, false, null]);
});

test('a kilobyte and a half a frame is enough even for a face that trembles', () => {
  using folder = madeFolder();
  write(folder.path('track'), made(128));
  expect(readFileSync(folder.path('track')).length / 128).toBeLessThan(1536);
});

test('a track that is missing, unfinished, cut short, damaged anywhere or of something else is none', () => {
  using folder = madeFolder();
  const path = folder.path('track');
  expect(openFaceTrack(path, 'made')).toBeNull();
  write(path, made(140));
  const whole = readFileSync(path);
  const damaged = [6, 18, 30, 700, whole.length - 5].map((at) => {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0x55;
    return bytes;
  });
  const unfinished = Buffer.from(whole).fill(0, 0, 16);
  const bad = [whole.subarray(0, -9), whole.subarray(0, 5), Buffer.alloc(64), unfinished];
  for (const bytes of [...bad, ...damaged]) {
    writeFileSync(path, bytes);
    expect(openFaceTrack(path, 'made')).toBeNull();
  }
  writeFileSync(path, whole);
  expect(openFaceTrack(path, 'other')).toBeNull();
  expect(openFaceTrack(path, 'made')?.frames).toBe(140);
});
