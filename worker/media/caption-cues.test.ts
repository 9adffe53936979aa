import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TimedWord } from '../speech/mouth-track.ts';
import { type CaptionCue, captionCues, LINE_UNITS, textUnits } from './caption-cues.ts';
import { madeFolder } from './made-media.ts';
import { writeSrt, writeVtt } from './write-captions.ts';

/** Words of a text, one after the other; every Han character is one. */
function spoken(text: string, wordMs = 300): { words: TimedWord[]; text: string } {
  const words = [...text.matchAll(/\p{Script=Han}|[\p{L}\p{N}’']+/gu)].map((match, index) => ({
    text: match[0],
    offset: match.index,
    startMs: index * wordMs,
    endMs: index * wordMs + wordMs * 0.9,
  }));
  return { words, text };
}

const ENGLISH =
  'Welcome to the course. Today we look at how light bends in glass, why a prism shows every colour, and what “refraction” means for the lenses in your camera! Ready? Then let us begin with a very simple experiment.';
const CHINESE =
  '欢迎来到本课程。今天我们来看看光在玻璃中如何弯曲，为什么棱镜会显示出每一种颜色，以及“折射”对相机镜头意味着什么！准备好了吗？那么让我们从一个非常简单的实验开始。';

function expectReadable(cues: CaptionCue[]): void {
  let endMs = 0;
  for (const cue of cues) {
    expect(cue.lines.length).toBeLessThanOrEqual(2);
    for (const line of cue.lines) {
      expect(line.trim()).not.toBe('');
      expect(textUnits(line)).toBeLessThanOrEqual(LINE_UNITS);
    }
    expect(cue.startMs).toBeGreaterThanOrEqual(endMs);
    expect(cue.endMs - cue.startMs).toBeLessThanOrEqual(6000);
    endMs = cue.endMs;
  }
}

test.each([ENGLISH, CHINESE])(
  'captions keep to the lengths and hold the whole text: %s',
  (text) => {
    const cues = captionCues(spoken(text));
    expectReadable(cues);
    for (const { startMs, endMs } of cues) expect(endMs - startMs).toBeGreaterThanOrEqual(1000);
    const shown = cues.flatMap(({ lines }) => lines).join(' ');
    expect(shown.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    for (const { lines } of cues) {
      expect(lines.join('')).not.toMatch(/[“‘]$/u);
      expect(lines.join('')).not.toMatch(/^[，。！？,.!?”]/u);
    }
  },
);

test('sentences begin captions of their own when there is time to read them', () => {
  const cues = captionCues(spoken('This is the first one. And this is the second one.'));
  expect(cues.map(({ lines }) => lines)).toEqual([
    ['This is the first one.'],
    ['And this is the second one.'],
  ]);
});

test('a pause ends a caption', () => {
  const { words, text } = spoken('one two three four');
  const late = words.map((word, index) =>
    index < 2 ? word : { ...word, startMs: word.startMs + 5000, endMs: word.endMs + 5000 },
  );
  const cues = captionCues({ words: late, text });
  expect(cues.map(({ lines }) => lines[0])).toEqual(['one two', 'three four']);
  expect(cues[0]?.endMs).toBeLessThan(1500);
});

test('whatever is said, captions keep their order, their size and their longest time', () => {
  const word = fc.record({
    text: fc.stringMatching(/^[a-z]{1,60}$/),
    gapMs: fc.integer({ min: 0, max: 2000 }),
    lengthMs: fc.integer({ min: 10, max: 9000 }),
  });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (said) => {
      let atMs = 0;
      let text = '';
      const words = said.map((each) => {
        const offset = text.length;
        text += `${each.text} `;
        const startMs = atMs + each.gapMs;
        atMs = startMs + each.lengthMs;
        return { text: each.text, offset, startMs, endMs: atMs };
      });
      const cues = captionCues({ words, text });
      expectReadable(cues);
      const shown = cues.flatMap(({ lines }) => lines).join('');
      expect(shown.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }),
  );
});

const CUES: CaptionCue[] = [
  { startMs: 0, endMs: 1500, lines: ['a < b & c', '--> next'] },
  { startMs: 3_723_004, endMs: 3_724_999.6, lines: ['你好'] },
];

test('WebVTT is written as its grammar wants it', () => {
  using folder = madeFolder();
  writeVtt(folder.path('a.vtt'), CUES);
  expect(readFileSync(folder.path('a.vtt'), 'utf8')).toBe(
    'WEBVTT\n\n00:00:00.000 --> 00:00:01.500\na &lt; b &amp; c\n--&gt; next\n\n01:02:03.004 --> 01:02:05.000\n你好\n',
  );
});

test('SubRip is numbered from one and never holds an arrow of its own', () => {
  using folder = madeFolder();
  writeSrt(folder.path('a.srt'), CUES);
  expect(readFileSync(folder.path('a.srt'), 'utf8')).toBe(
    '1\n00:00:00,000 --> 00:00:01,500\na < b & c\n→ next\n\n2\n01:02:03,004 --> 01:02:05,000\n你好\n',
  );
});
