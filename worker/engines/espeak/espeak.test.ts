import { beforeAll, describe, expect, test } from 'vitest';
import type { SpeechEngine } from '../engine.ts';
import { createEspeak } from './espeak.ts';
import { ESPEAK_VOICES, voiceForText } from './voices.ts';

let espeak: SpeechEngine;
beforeAll(async () => {
  espeak = await createEspeak();
});

async function say(text: string, voice: string) {
  const pieces = [];
  const context = { signal: new AbortController().signal, progress: () => undefined };
  for await (const piece of espeak.speak({ text, voice }, context)) pieces.push(piece);
  const samples = pieces.reduce((sum, piece) => sum + piece.samples.length, 0);
  return {
    pieces,
    durationMs: (samples * 1000) / espeak.sampleRateHz,
    words: pieces.flatMap((piece) => piece.words),
    phonemes: pieces.flatMap((piece) => piece.phonemes),
    loudest: Math.max(...pieces.map((piece) => piece.samples.reduce((m, v) => Math.max(m, v), 0))),
  };
}

const MIXED =
  'Dr. Smith paid $3.50 on 2024-05-01 😀… 你好，我在2024年用 iPhone 拍了 3.5 张照片，涨了50%！<b>OK</b> [[x]] a < b & c\n\n“再见”👋🏽';

describe('espeak', () => {
  test('English text sounds, with its words in place and its own sounds in order', async () => {
    const { durationMs, words, phonemes, loudest } = await say('hello world', 'en');
    expect(durationMs).toBeGreaterThan(700);
    expect(durationMs).toBeLessThan(2000);
    expect(loudest).toBeGreaterThan(0.1);
    expect(loudest).toBeLessThanOrEqual(1);
    expect(words.map((word) => [word.text, word.offset])).toEqual([
      ['hello', 0],
      ['world', 6],
    ]);
    expect(phonemes.map((p) => p.symbol).join('')).toMatch(/^həloʊwɜː.?ld$/u);
  });

  test('Mandarin is read as Mandarin, timed character by character', async () => {
    const { words, phonemes } = await say('你好，世界', 'zh');
    expect(words.map((word) => [word.text, word.offset])).toEqual([
      ['你', 0],
      ['好', 1],
      ['世', 3],
      ['界', 4],
    ]);
    expect(phonemes.map((p) => p.symbol)).toEqual(['n', 'i', 'x', 'ɑu', 'ʂ', 'ɨ', 'tɕ', 'iɛ']);
  });

  test.each(ESPEAK_VOICES.map((voice) => voice.name))(
    'voice %s reads mixed text with words that slice the text and times that never go back',
    async (voice) => {
      const { durationMs, words, phonemes } = await say(MIXED, voice);
      expect(words.length).toBeGreaterThan(20);
      for (const word of words) {
        expect(MIXED.slice(word.offset, word.offset + word.text.length)).toBe(word.text);
      }
      for (const timed of [words, phonemes]) {
        let before = 0;
        for (const { startMs, endMs } of timed) {
          expect(startMs).toBeGreaterThanOrEqual(before);
          expect(endMs).toBeGreaterThanOrEqual(startMs);
          before = startMs;
        }
        expect(timed.at(-1)?.endMs).toBeLessThanOrEqual(durationMs);
      }
      expect(words.map((word) => word.text).join('')).toContain('再见');
    },
  );

  test('an English voice says Han characters in Mandarin', async () => {
    const { phonemes } = await say('Say 你好 now', 'en');
    expect(phonemes.map((p) => p.symbol).join('')).toContain('nixɑu');
  });

  test('markup is never interpreted: a break tag adds no silence', async () => {
    const plain = await say('one two', 'en');
    const marked = await say('one <break time="5s"/> two', 'en');
    expect(marked.durationMs).toBeLessThan(plain.durationMs + 400);
  });

  test.each(['', ' \n ', '😀', '…。！', '<p></p>'])(
    '%j is refused as unspeakable',
    async (text) => {
      await expect(say(text, 'zh')).rejects.toMatchObject({ code: 'text_unspeakable' });
    },
  );

  test('long text comes in short pieces, with progress up to its end', async () => {
    const text = '这是一个很长的句子，没有句号，'.repeat(100) + 'word '.repeat(200);
    const seen: number[] = [];
    let largest = 0;
    const context = {
      signal: new AbortController().signal,
      progress: (done: number) => seen.push(done),
    };
    for await (const piece of espeak.speak({ text, voice: 'zh' }, context)) {
      largest = Math.max(largest, piece.samples.length);
    }
    expect(largest / espeak.sampleRateHz).toBeLessThan(90);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toBe(text.length);
  });

  test('stops at the next piece once aborted', async () => {
    const abort = new AbortController();
    const speaking = espeak.speak(
      { text: 'One. Two. Three. Four.', voice: 'en' },
      { signal: abort.signal, progress: () => abort.abort(new Error('cancelled')) },
    );
    let pieces = 0;
    await expect(async () => {
      for await (const _ of speaking) pieces++;
    }).rejects.toThrow('cancelled');
    expect(pieces).toBeLessThan(5);
  });

  test('the same text gives the same times, whatever was said before', async () => {
    const first = await say('Same again. 再来一次。', 'en-gb-female');
    await say('Something else', 'zh-male');
    const second = await say('Same again. 再来一次。', 'en-gb-female');
    expect(second.words).toEqual(first.words);
    expect(second.phonemes).toEqual(first.phonemes);
    expect(second.durationMs).toBe(first.durationMs);
  });
});

test('text mostly in Han characters gets the Mandarin voice', () => {
  expect(voiceForText('你好 world')).toBe('zh');
  expect(voiceForText('Please say 你 to everybody in the room')).toBe('en');
  expect(voiceForText('12345')).toBe('en');
});
