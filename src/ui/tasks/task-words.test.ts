import { expect, test } from 'vitest';
import { ageOf } from './task-words.ts';

const at = '2026-03-10T10:00:00Z';
const after = (seconds: number) => Date.parse(at) + seconds * 1000;

test('an age is told in minutes, hours, then days, and never lies in the future', () => {
  expect(ageOf(at, after(-30), 'en')).toBeNull();
  expect(ageOf(at, after(59), 'en')).toBeNull();
  expect(ageOf(at, after(180), 'en')).toBe('3 min. ago');
  expect(ageOf(at, after(2 * 3600), 'en')).toBe('2 hr. ago');
  expect(ageOf(at, after(30 * 3600), 'en')).toBe('yesterday');
  expect(ageOf(at, after(180), 'zh-CN')).toBe('3 分钟前');
});
