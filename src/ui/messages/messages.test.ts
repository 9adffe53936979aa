import { describe, expect, test } from 'vitest';
import { ERROR_CODES } from '#/domain/errors.ts';
import { MESSAGES } from './messages.ts';

/** Every leaf by its path: a sentence, or a function that makes one. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, inner]) =>
    leaves(inner, path === '' ? name : `${path}.${name}`),
  );
}

/** What a sentence with gaps says when the gaps are filled. */
function said(leaf: unknown): string {
  if (typeof leaf !== 'function') return String(leaf);
  return String(leaf(...Array.from({ length: leaf.length }, () => 2)));
}

const [en, chinese] = [leaves(MESSAGES.en), leaves(MESSAGES['zh-CN'])];
const HAN = /\p{Script=Han}/u;
/** Names, sizes and signs that read the same everywhere. */
const SAME_EVERYWHERE =
  /^[\p{N}\p{P}\p{S}\s]*(mouthpiece|AI|API|URL|ID|MP4|WebM|MOV|VTT|SRT|WebVTT|GB|MB|fps|p|K|H\.26\d|AV1|VP9|s|x|×)*[\p{N}\p{P}\p{S}\s]*$/u;

describe('the words', () => {
  test('are there in both languages, each as a sentence or as a function of as many things', () => {
    const shape = ([path, leaf]: [string, unknown]) => [path, typeof leaf];
    expect(chinese.map(shape).toSorted()).toEqual(en.map(shape).toSorted());
  });

  test('say something', () => {
    const empty = [...en, ...chinese].filter(([, leaf]) => said(leaf).trim() === '');
    expect(empty.map(([path]) => path)).toEqual([]);
  });

  test('are Chinese in Chinese and English in English', () => {
    const english = chinese.filter(
      ([, leaf]) => !HAN.test(said(leaf)) && !SAME_EVERYWHERE.test(said(leaf)),
    );
    expect(english.map(([path, leaf]) => [path, said(leaf)])).toEqual([]);
    const foreign = en.filter(([, leaf]) => HAN.test(said(leaf)));
    expect(foreign.map(([path]) => path)).toEqual([]);
  });

  test('explain every error that the product knows', () => {
    for (const messages of Object.values(MESSAGES)) {
      expect(Object.keys(messages.errors)).toEqual(expect.arrayContaining(ERROR_CODES));
    }
  });
});
