import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '#/data/db.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

let clone: TestDatabase;
let database: Database;
beforeAll(async () => {
  clone = await createTestDatabase();
  database = openDatabase(clone.url, { max: 4 });
  await database.pool.$executeRaw`CREATE SEQUENCE statements_run`;
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await clone.dispose();
});

const statement = {
  name: 'numbers',
  text: `SELECT id, json_build_object('id', id, 'run', run) AS row
    FROM (SELECT nextval('statements_run') AS run OFFSET 0) once, unnest($1::text[]) id WHERE id <> 'missing'`,
  decode: (json: object) => json as { id: string; run: number },
};

test('what is asked for in one turn goes as one statement, and each gets its own row', async () => {
  const find = (id: string) => database.reads.find(statement, id);
  const found = await Promise.all(['a', 'b', 'a', 'missing'].map(find));
  expect(found).toEqual([{ id: 'a', run: 1 }, { id: 'b', run: 1 }, { id: 'a', run: 1 }, null]);
  expect(await find('a')).toEqual({ id: 'a', run: 2 });
});

test('a statement that fails fails all that waited for it, and nothing after it', async () => {
  let broken = true;
  const failing = {
    ...statement,
    name: 'failing',
    decode(json: object) {
      if (broken) throw new Error('unreadable');
      return statement.decode(json);
    },
  };
  const asked = await Promise.allSettled(['a', 'b'].map((id) => database.reads.find(failing, id)));
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  broken = false;
  expect(await database.reads.find(failing, 'b')).toMatchObject({ id: 'b' });
});
