import { expect, test } from 'vitest';
import { docsLanguage } from './docs-words.ts';

test('the language of the studio counts, then the one that the browser asks for', () => {
  expect(docsLanguage('a=b; mouthpiece_language=zh-CN; c=d', 'en')).toBe('zh-CN');
  expect(docsLanguage('mouthpiece_language=en', 'zh-CN,zh;q=0.9')).toBe('en');
  expect(docsLanguage('', 'zh-TW,zh;q=0.9')).toBe('zh-CN');
  expect(docsLanguage('mouthpiece_language=fr', 'de, zh')).toBe('en');
});
