import { expect, test } from 'vitest';
import { newId } from './ids.ts';
import { assetIdOfPath, uploadPath } from './upload-path.ts';

test('a path names the kind as far as it can be known, and leads back to its asset', () => {
  const id = newId('asset');
  const tries: [string, string | undefined, string][] = [
    ['演讲.MP4', undefined, `/uploads/video/${id}.mp4`],
    ['voice', 'audio/wav', `/uploads/audio/${id}`],
    ['a.b/c.exe', 'image/png', `/uploads/image/${id}.exe`],
    ['notes.txt', undefined, `/uploads/file/${id}.txt`],
    ['..', undefined, `/uploads/file/${id}`],
  ];
  for (const [filename, mime, path] of tries) {
    expect(uploadPath({ id, filename, mime })).toBe(path);
    expect(assetIdOfPath(path)).toBe(id);
  }
});

test('nothing else is taken for a path of an upload', () => {
  const id = newId('asset');
  for (const path of [
    '',
    id,
    `/uploads/${id}`,
    `/uploads/video/${id}/../x`,
    `/uploads/video/asset_short.mp4`,
    `uploads/video/${id}.mp4`,
    '/etc/passwd',
    'https://example.org/a.mp4',
  ]) {
    expect([path, assetIdOfPath(path)]).toEqual([path, null]);
  }
});
