import { expect, test } from 'vitest';
import { sayCause } from './say-cause.ts';

test.each([
  [new Error("ENOSPC: no space left on device, write '/data/tasks/task_1/a.mp4'"), '/data'],
  ['TypeError: no mouth\n    at run (file:///srv/worker/stages/speak.ts:3:1)', 'speak.ts'],
  ['at file:///srv/worker/engine.ts:1', '/srv'],
])('a cause is said in one line that names no path: %s', (cause, secret) => {
  const said = sayCause(cause);
  expect(said).toMatch(/^ \([^\n]+\)$/);
  expect(said).not.toContain(secret);
});

test('a cause that is not words says nothing', () => {
  expect([sayCause(undefined), sayCause({ code: 1 }), sayCause('')]).toEqual(['', '', '']);
});
