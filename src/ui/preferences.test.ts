import { describe, expect, it } from 'vitest';
import { chooseLanguage, themeOf } from './preferences.ts';

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

describe('themeOf', () => {
  it('is dark where there are pictures and light elsewhere', () => {
    const themes = ['/studio', '/studio/library', '/studio/keys', '/studio/sign-in', '/nowhere'];
    expect(themes.map((path) => themeOf(path, undefined))).toEqual([
      'dark',
      'dark',
      'light',
      'light',
      'light',
    ]);
  });

  it('is what was chosen, everywhere', () => {
    expect([themeOf('/studio', 'light'), themeOf('/studio/keys', 'dark')]).toEqual([
      'light',
      'dark',
    ]);
    expect(themeOf('/studio', 'neon')).toBe('dark');
  });
});
