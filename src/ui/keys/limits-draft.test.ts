import { expect, test } from 'vitest';
import { keyLimitsSchema } from '#/domain/key.ts';
import { LIMITS, limitsDraft, toLimits } from './limits-draft.ts';

test('every limit that a key may have is in the form, and comes back from it as it was', () => {
  expect([...LIMITS].toSorted()).toEqual(Object.keys(keyLimitsSchema.shape).toSorted());
  const limits = {
    reads_per_minute: 1_200,
    creates_per_minute: 7,
    output_minutes_per_day: 90,
    stored_bytes: 1_500_000_001,
    concurrent_tasks: 2,
    queued_tasks: 3,
  };
  expect(toLimits(limitsDraft(limits))).toEqual(limits);
});

test('a field left empty is no limit at all', () => {
  expect(toLimits({ ...limitsDraft({ queued_tasks: 4 }), queued_tasks: ' ' })).toEqual({});
});
