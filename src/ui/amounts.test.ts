import { expect, test } from 'vitest';
import { amount, clock, fileSize, timeSpan, weekday } from './amounts.ts';

test('a span of time is as coarse as one wants to know it', () => {
  const said = [0, 1.24, 12.6, 89, 90, 3600, 5400, 172_800, 864_000].map((s) => timeSpan(s, 'en'));
  expect(said).toEqual([
    '0 sec',
    '1.2 sec',
    '13 sec',
    '89 sec',
    '2 min',
    '60 min',
    '2 hr',
    '2 days',
    '10 days',
  ]);
  expect(timeSpan(120, 'zh-CN')).toBe('2 分钟');
});

test('small amounts keep a decimal', () => {
  expect([0, 0.25, 9.96, 10.4, 1234.5].map((value) => amount(value, 'en'))).toEqual([
    '0',
    '0.3',
    '10',
    '10',
    '1,235',
  ]);
});

test('a day keeps its name wherever one is', () => {
  expect([weekday('2026-11-21', 'en'), weekday('2026-11-21', 'zh-CN')]).toEqual(['Sat', '周六']);
});

test('a length shows hours only when there are some', () => {
  expect([0, 8.4, 750, 3725].map(clock)).toEqual(['0:00', '0:08', '12:30', '1:02:05']);
});

test('a length is no longer than what players show', () => {
  expect([8.96, 59.99].map(clock)).toEqual(['0:08', '0:59']);
});

test('the size of a file has the unit a person would pick, in its proper form', () => {
  const sizes = [0, 1, 7, 812, 272_400, 1_240_000, 80_100_000_000];
  expect(sizes.map((bytes) => fileSize(bytes, 'en'))).toEqual([
    '0 bytes',
    '1 byte',
    '7 bytes',
    '812 bytes',
    '272 kB',
    '1.2 MB',
    '80.1 GB',
  ]);
  expect([fileSize(7, 'zh-CN'), fileSize(1_240_000, 'zh-CN')]).toEqual(['7 字节', '1.2 MB']);
});
