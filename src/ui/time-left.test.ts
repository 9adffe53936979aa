import { describe, expect, it } from 'vitest';
import { en } from './messages/en.ts';
import { zhCn } from './messages/zh-cn.ts';
import { timeLeft } from './time-left.ts';

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
