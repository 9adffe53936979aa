import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../test/database.ts';
import { migrate } from './migrate.ts';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  await query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await write('001_first', 'CREATE TABLE a (id INT); INSERT INTO a VALUES (1);');
  await write('002_second', 'INSERT INTO a SELECT id + 1 FROM a;');
});

afterEach(async () => {
  await database.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('migrate', () => {
  test('applies what is missing, in order, once', async () => {
    expect(await migrate(database.url, folder)).toEqual(['001_first', '002_second']);
    expect(await migrate(database.url, folder)).toEqual([]);
    expect(await query('SELECT id FROM a ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('runs started at the same time apply each migration once', async () => {
    const runs = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, folder)));
    expect(runs.flat()).toEqual(['001_first', '002_second']);
    expect(await query('SELECT id FROM a ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('a failing migration leaves nothing of itself and is tried again when mended', async () => {
    await write('003_third', 'CREATE TABLE b (id INT); SELECT 1 / 0;');
    await expect(migrate(database.url, folder)).rejects.toThrow(
      'Migration 003_third failed: division by zero',
    );
    expect(await query("SELECT to_regclass('b') AS b")).toEqual([{ b: null }]);
    await write('003_third', 'CREATE TABLE b (id INT);');
    expect(await migrate(database.url, folder)).toEqual(['003_third']);
  });

  test('refuses a migration that was changed after it had been applied', async () => {
    await migrate(database.url, folder);
    await write('001_first', 'CREATE TABLE a (id BIGINT);');
    await expect(migrate(database.url, folder)).rejects.toThrow('001_first was changed');
  });

  test('refuses a database that knows a migration this program does not', async () => {
    await migrate(database.url, folder);
    await rm(join(folder, '002_second'), { recursive: true });
    await expect(migrate(database.url, folder)).rejects.toThrow(
      'The database is newer than this program: it has the migration 002_second. Start the version that brought it.',
    );
  });

  test("records what Prisma's own migrate records", async () => {
    await migrate(database.url, folder);
    const rows = await query(
      `SELECT migration_name, checksum, finished_at >= started_at AS finished, rolled_back_at,
              applied_steps_count, length(id) AS id FROM _prisma_migrations ORDER BY 1 LIMIT 1`,
    );
    expect(rows).toEqual([
      {
        migration_name: '001_first',
        checksum: '54b44b599398da915a62b61bcc0abf5b8ae7d8abdd55a9dc8c05b2b207128eb6',
        finished: true,
        rolled_back_at: null,
        applied_steps_count: 1,
        id: 36,
      },
    ]);
  });

  test('says in one line, without the password, which database it can not reach', async () => {
    const nowhere = 'postgres://me:secret@127.0.0.1:1/none';
    await expect(migrate(nowhere, folder)).rejects.toThrow(
      /^The database none at 127\.0\.0\.1:1 can't be used: connect ECONNREFUSED 127\.0\.0\.1:1$/,
    );
  });
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

async function query(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
