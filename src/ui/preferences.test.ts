import { describe, expect, it } from 'vitest';
import { chooseLanguage, chooseTheme } from './preferences.ts';

describe('chooseLanguage', () => {
  it('keeps what was chosen before, whatever the browser asks for', () => {
    expect(chooseLanguage('en', 'zh-CN,zh;q=0.9')).toBe('en');
    expect(chooseLanguage('zh-CN', 'en')).toBe('zh-CN');
  });

  it('follows the order of preference of the browser', () => {
    expect(chooseLanguage(undefined, 'fr, en;q=0.5, zh-TW;q=0.8')).toBe('zh-CN');
    expect(chooseLanguage(undefined, 'en-GB,en;q=0.9,zh;q=0.8')).toBe('en');
    expect(chooseLanguage(undefined, 'zh-Hans')).toBe('zh-CN');
  });

  it('does not offer a language the browser refuses', () => {
    expect(chooseLanguage(undefined, 'zh;q=0, en;q=0.1')).toBe('en');
  });

  it('speaks English to browsers that ask for nothing it knows', () => {
    expect(chooseLanguage('klingon', 'fr,de')).toBe('en');
    expect(chooseLanguage(undefined, null)).toBe('en');
  });
});

describe('chooseTheme', () => {
  it('is dark unless light was chosen', () => {
    expect(chooseTheme(undefined)).toBe('dark');
    expect(chooseTheme('light')).toBe('light');
    expect(chooseTheme('neon')).toBe('dark');
  });
});
