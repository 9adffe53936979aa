import { describe, expect, it } from 'vitest';
import { estimateSpeechS, scriptLanguage } from './script-language.ts';

describe('scriptLanguage', () => {
  it('hears Chinese, also around a few foreign names', () => {
    expect(scriptLanguage('大家好，欢迎来到 Mouthpiece 的第一课。', 'en')).toBe('zh');
  });

  it('tells Japanese from Chinese by its kana', () => {
    expect(scriptLanguage('本日は新製品を紹介します。', 'en')).toBe('ja');
  });

  it('takes Latin letters for the language at hand', () => {
    expect(scriptLanguage('Good morning, 早.', 'en')).toBe('en');
    expect(scriptLanguage('', 'zh')).toBe('zh');
  });

  it('hears Korean and Russian by their letters', () => {
    expect(scriptLanguage('안녕하세요', 'en')).toBe('ko');
    expect(scriptLanguage('Доброе утро', 'en')).toBe('ru');
  });
});

describe('estimateSpeechS', () => {
  it('is nothing for nothing and grows with the script', () => {
    expect(estimateSpeechS('')).toBe(0);
    const once = estimateSpeechS('We will start in a moment. ');
    expect(estimateSpeechS('We will start in a moment. '.repeat(3))).toBeGreaterThan(once * 2.5);
  });

  it('comes near the usual pace of both languages', () => {
    expect(estimateSpeechS('one two three four five six seven eight nine ten')).toBeCloseTo(3.8, 0);
    expect(estimateSpeechS('今天的课程一共分为三个部分')).toBeCloseTo(3, 0);
  });
});
