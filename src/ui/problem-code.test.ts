import { expect, it } from 'vitest';
import { problemCode, readCode } from './problem-code.ts';

it('names the code of a problem document, wherever it lies', () => {
  expect(readCode({ code: 'no_face', status: 422 })).toBe('no_face');
  expect(problemCode({ data: { code: 'NOT_FOUND', problem: { code: 'not_found' } } })).toBe(
    'not_found',
  );
});

it('tells a call without an answer from an answer it does not know', () => {
  expect(problemCode(new TypeError('Failed to fetch'))).toBe('network');
  expect(problemCode({ data: { code: 'TEAPOT' } })).toBe('internal');
  expect(problemCode({ data: { problem: { code: 'network' } } })).toBe('internal');
});
