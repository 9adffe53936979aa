import { expect, test } from 'vitest';
import { resultFilename } from './result-filename.ts';

test('a result is named after the first words of its text, without breaking one', () => {
  const text = 'Good morning. Let us begin with the lesson about lips, teeth and the tongue.';
  expect(resultFilename({ text, type: 'digital_human' }, '.mp4')).toBe(
    'Good morning. Let us begin with the lesson.mp4',
  );
  expect(resultFilename({ text: '大家好，我们开始上课。', type: 'speech' }, '.wav')).toBe(
    '大家好，我们开始上课.wav',
  );
});

test('or after its recording, or what it is', () => {
  expect(resultFilename({ recording: '录音 1.final.mp3', type: 'lipsync' }, '.mp4')).toBe(
    '录音 1.final.mp4',
  );
  expect(resultFilename({ type: 'lipsync' }, '.mov')).toBe('lipsync.mov');
});

test('no character that a file system minds gets into the name', () => {
  const text = '../../etc/passwd: "a|b" <c>?*';
  expect(resultFilename({ text, type: 'speech' }, '.wav')).not.toMatch(/[/\\:*?"<>|]/);
});
