import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ERROR_CODES } from './errors.ts';
import { readTaskLog, sayTaskLog, type TaskLogEvent } from './task-log.ts';

const attempt = fc.integer({ min: 1, max: 99 });
const code = fc.constantFrom(...ERROR_CODES);
const detail = fc.string({ unit: 'grapheme' });
const event: fc.Arbitrary<TaskLogEvent> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('waiting', 'completed', 'cancelled', 'handed_back'),
  }),
  fc.record({ kind: fc.constant('started' as const), attempt, machine: detail }),
  fc.record({ kind: fc.constant('failed' as const), code, detail }),
  fc.record({
    kind: fc.constant('put_back' as const),
    ...{ attempt, code, detail },
    delaySeconds: fc.integer({ min: 0, max: 99_999 }).map((tenths) => tenths / 10),
  }),
);

test('every sentence of the log can be read back', () => {
  fc.assert(
    fc.property(event, (each) => {
      expect(readTaskLog(sayTaskLog(each))).toEqual(each);
    }),
  );
});

test('what the log of this version never says is not guessed at', () => {
  for (const message of ['', 'hello', 'failed: unheard_of: why', 'try x started on y']) {
    expect(readTaskLog(message)).toBeNull();
  }
});
