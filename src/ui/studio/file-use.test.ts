import { expect, it } from 'vitest';
import { fileUse, isFootageFile } from './file-use.ts';

it('goes by the declared type, and by the name where there is none', () => {
  expect(fileUse({ type: 'image/png', name: 'a' })).toBe('picture');
  expect(fileUse({ type: 'audio/x-m4a', name: 'a.jpg' })).toBe('recording');
  expect(fileUse({ type: '', name: 'Talk.FLAC' })).toBe('recording');
  expect(fileUse({ type: '', name: 'face.JPEG' })).toBe('picture');
});

it('takes footage of any container as a picture', () => {
  for (const name of ['a.mp4', 'a.MOV', 'a.avi', 'a.mkv', 'a.webm']) {
    expect(fileUse({ type: '', name })).toBe('picture');
    expect(isFootageFile({ type: '', name })).toBe(true);
  }
  expect(fileUse({ type: 'video/x-matroska', name: 'a' })).toBe('picture');
  expect(fileUse({ type: 'video/ogg', name: 'voice.ogg' })).toBe('recording');
  expect(isFootageFile({ type: 'image/png', name: 'a.png' })).toBe(false);
});

it('takes nothing else', () => {
  expect(fileUse({ type: 'text/plain', name: 'notes.txt' })).toBeNull();
  expect(fileUse({ type: '', name: 'mp3' })).toBeNull();
});
