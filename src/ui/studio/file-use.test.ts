import { expect, it } from 'vitest';
import { fileUse } from './file-use.ts';

it('goes by the declared type, and by the name where there is none', () => {
  expect(fileUse({ type: 'image/png', name: 'a' })).toBe('picture');
  expect(fileUse({ type: 'audio/x-m4a', name: 'a.jpg' })).toBe('recording');
  expect(fileUse({ type: '', name: 'Talk.FLAC' })).toBe('recording');
  expect(fileUse({ type: '', name: 'face.JPEG' })).toBe('picture');
});

it('takes nothing else', () => {
  expect(fileUse({ type: 'text/plain', name: 'notes.txt' })).toBeNull();
  expect(fileUse({ type: '', name: 'mp3' })).toBeNull();
});
