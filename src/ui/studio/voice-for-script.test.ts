import { describe, expect, it } from 'vitest';
import type { Voice } from '#/domain/voice.ts';
import { voiceForScript } from './voice-for-script.ts';

const voice = (name: string, language: string): Voice => ({
  name,
  language,
  title: { en: name, 'zh-CN': name },
  gender: 'female',
  engine: 'test',
});
const voices = [voice('a', 'en-US'), voice('b', 'en'), voice('c', 'zh')];

describe('voiceForScript', () => {
  it('speaks the language of the script', () => {
    expect(voiceForScript('今天开始上课', voices, 'en')?.name).toBe('c');
    expect(voiceForScript('We begin today', voices, 'en')?.name).toBe('a');
  });

  it('starts from the language of the page while nothing is written', () => {
    expect(voiceForScript('', voices, 'zh-CN')?.name).toBe('c');
  });

  it('has some voice for every script while there is one', () => {
    expect(voiceForScript('Доброе утро', voices, 'en')?.name).toBe('a');
    expect(voiceForScript('Good morning', [], 'en')).toBeNull();
  });
});
