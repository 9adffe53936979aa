import { expect, test } from 'vitest';
import { ChangeJournal } from './change-journal.ts';

const change = (id: string) => ({ object: 'task' as const, id, keyId: 'key' });

test('a cursor gives exactly what came after it', () => {
  const journal = new ChangeJournal();
  journal.add(change('a'));
  const { cursor } = journal;
  expect(journal.since(cursor)).toEqual([]);
  journal.add(change('b'));
  journal.add(change('c'));
  expect(journal.since(cursor)?.map(({ id }) => id)).toEqual(['b', 'c']);
});

test('what is no longer kept is unknown, and the newest is always kept', () => {
  const journal = new ChangeJournal(4);
  const first = journal.cursor;
  for (let i = 0; i < 8; i++) journal.add(change(String(i)));
  const late = journal.cursor;
  expect(journal.since(first)).toBeNull();
  for (let i = 0; i < 3; i++) journal.add(change('new'));
  expect(journal.since(late)).toHaveLength(3);
});

test('cursors of before a gap, of elsewhere and of no shape are unknown', () => {
  const journal = new ChangeJournal();
  const { cursor } = journal;
  journal.restart();
  for (const strange of [cursor, new ChangeJournal().cursor, '', 'x', '-', `${journal.cursor}9`]) {
    expect(journal.since(strange)).toBeNull();
  }
  expect(journal.since(journal.cursor)).toEqual([]);
});
