import { expect, test } from 'vitest';
import { library as words } from '../messages/en/library.ts';
import { receivedPart, shapeOf, stateOf, timeKept } from './asset-facts.ts';

type Given = Parameters<typeof shapeOf>[0];

const asset = (some: Partial<Given>): Given => ({
  ...{ id: 'asset_1', status: 'ready', filename: 'a', origin: 'uploaded', kind: 'image' },
  ...{ mime: null, bytes: null, received_bytes: null, sha256: null, duration: null },
  ...{ width: null, height: null, fps: null, video_codec: null, audio_codec: null },
  ...{
    url: null,
    thumbnail_url: null,
    captions_url: null,
    error: null,
    expires_at: null,
    faces: null,
  },
  created_at: '2026-01-01T00:00:00Z',
  ...some,
});

test('a place in the grid has the shape of its picture, within bounds', () => {
  expect(shapeOf(asset({ width: 1920, height: 1080 }))).toBeCloseTo(16 / 9);
  expect(shapeOf(asset({ width: 100, height: 9000 }))).toBe(0.5);
  expect(shapeOf(asset({ width: 9000, height: 100 }))).toBe(2.4);
  expect(shapeOf(asset({}))).toBe(1);
});

test('what is left is said in hours below two days, else in days', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const at = (expires_at: string | null) => timeKept(asset({ expires_at }), now, words);
  expect(at('2026-01-01T00:10:00Z')).toBe('under an hour left');
  expect(at('2026-01-02T23:00:00Z')).toBe('47 h left');
  expect(at('2026-01-08T01:00:00Z')).toBe('7 days left');
  expect(at(null)).toBeNull();
});

test('an import says how far it is once its size is known', () => {
  const coming = asset({ status: 'uploading', received_bytes: 250, bytes: 1000 });
  expect(stateOf(coming, words)).toBe('Coming in, 25%');
  expect(receivedPart(asset({ status: 'uploading', received_bytes: 250 }))).toBeNull();
  expect(stateOf(asset({ status: 'uploading' }), words)).toBe('Coming in');
});
