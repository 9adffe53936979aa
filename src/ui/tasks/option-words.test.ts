import { expect, test } from 'vitest';
import { taskOptionsSchema } from '#/domain/task.ts';
import { MESSAGES } from '../messages/messages.ts';
import { optionWords } from './option-words.ts';

/** Values that read the same in every language, or are someone's own. */
const AS_IT_IS = ['resolution', 'codec', 'watermark', 'engine', 'format'];

test('every option, and every value of those with a choice of words, is said in both languages', () => {
  const schema = taskOptionsSchema.toJSONSchema({ io: 'input' });
  const unsaid: string[] = [];
  for (const [name, option] of Object.entries(schema.properties ?? {})) {
    for (const [language, messages] of Object.entries(MESSAGES)) {
      for (const value of wordsOf(option)) {
        const [said, what] = optionWords([name, value as never], messages, language);
        if (said === name || (what === value && !AS_IT_IS.includes(name))) {
          unsaid.push(`${language}: ${name} ${value}`);
        }
      }
    }
  }
  expect(unsaid).toEqual([]);
});

test('parts are percentages, faces are counted from one, a box is said to have been chosen', () => {
  const say = (name: string, value: unknown) =>
    optionWords([name, value as never], MESSAGES['zh-CN'], 'zh-CN')[1];
  expect(say('head_motion', 0.6)).toBe('60%');
  expect(say('face', 0)).toBe('左起第 1 位');
  expect(say('face', { x: 0, y: 0, width: 1, height: 1 })).toBe('在画面上选定');
  expect(say('start', 1.5)).toBe('1.5 秒');
  expect(say('cache', false)).toBe('不使用');
});

/** The words that an option may be; something else where it takes no words. */
function wordsOf(option: unknown): unknown[] {
  const { enum: words, anyOf } = option as { enum?: unknown[]; anyOf?: unknown[] };
  if (words) return words;
  return anyOf ? anyOf.flatMap(wordsOf) : [''];
}
