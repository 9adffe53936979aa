import { expect, test } from 'vitest';
import { AppError } from '../domain/errors.ts';
import { logger } from '../logger.ts';
import { problemHeaders, toProblem } from './problem.ts';

test('a full disk is told apart from other failures, wherever it is noticed', () => {
  const full = Object.assign(new Error('ENOSPC: no space left, write /data/x'), { code: 'ENOSPC' });
  expect(toProblem(full, logger)).toMatchObject({ status: 507, code: 'storage_full' });
  expect(JSON.stringify(toProblem(full, logger))).not.toContain('/data');
});

test('what is thrown and not foreseen says nothing of itself', () => {
  for (const thrown of [new Error('SELECT secret'), 'secret', undefined, { status: 200 }]) {
    const problem = toProblem(thrown, logger);
    expect(problem).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(problem)).not.toContain('secret');
  }
});

test('too many requests say so in the words that every dialect knows, and when to come back', () => {
  const error = new AppError('quota_exceeded', 'This key has 1000 tasks waiting', {
    retryAfterS: 60,
  });
  expect(toProblem(error, logger)).toMatchObject({ detail: 'Too many requests', success: false });
  expect(problemHeaders(error)).toEqual({ 'Retry-After': '60' });
});
