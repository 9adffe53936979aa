import { describe, expect, it } from 'vitest';
import { en } from '../messages/en.ts';
import { zhCn } from '../messages/zh-cn.ts';
import { clock, fileSize, timeLeft } from './time-words.ts';

const now = Date.parse('2026-01-01T00:00:00Z');
const inSeconds = (seconds: number) => new Date(now + seconds * 1000).toISOString();

describe('timeLeft', () => {
  it('says nothing while nothing is known', () => {
    expect(timeLeft(null, now, en.progress)).toBeNull();
    expect(timeLeft('soon', now, en.progress)).toBeNull();
  });

  it('speaks in fives of seconds, then in minutes', () => {
    expect(timeLeft(inSeconds(22), now, en.progress)).toBe('about 20 s left');
    expect(timeLeft(inSeconds(118), now, zhCn.progress)).toBe('还要约 2 分钟');
    expect(timeLeft(inSeconds(7300), now, en.progress)).toBe('about 2 h left');
  });

  it('never counts below nothing', () => {
    expect(timeLeft(inSeconds(-30), now, en.progress)).toBe('almost done');
  });
});

describe('clock', () => {
  it('shows hours only when there are some', () => {
    expect([0, 8.4, 750, 3725].map(clock)).toEqual(['0:00', '0:08', '12:30', '1:02:05']);
  });
});

describe('fileSize', () => {
  it('picks the unit a person would', () => {
    expect(fileSize(1_240_000, 'en')).toBe('1.2 MB');
    expect(fileSize(812, 'en')).toBe('812 byte');
  });
});
