import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

export type TestDatabase = AsyncDisposable & { url: string; dispose(): Promise<void> };

/** A database of its own for one test file, already migrated: a clone of the run's template. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(new URL(inject('templateUrl')).pathname.slice(1));
}

/** The same with nothing in it yet. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template1');
}

async function createDatabase(template: string): Promise<TestDatabase> {
  const url = new URL(inject('templateUrl'));
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asOwner(url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const dispose = () => asOwner(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, dispose, [Symbol.asyncDispose]: dispose };
}

/** Runs a statement from the maintenance database: cloning fails while anyone is in the template. */
async function asOwner(server: URL, statement: string): Promise<void> {
  const url = new URL(server);
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
