import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { inject } from 'vitest';

export type TestDatabase = AsyncDisposable & { url: string; dispose(): Promise<void> };

/** A database of its own for one test file, already migrated: a clone of the run's template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = new URL(inject('templateUrl'));
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asOwner(template, `CREATE DATABASE ${name} TEMPLATE ${template.pathname.slice(1)}`);
  const dispose = () => asOwner(template, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  return { url: url.href, dispose, [Symbol.asyncDispose]: dispose };
}

/** Runs a statement from the maintenance database: cloning fails while anyone is in the template. */
async function asOwner(template: URL, statement: string): Promise<void> {
  const url = new URL(template);
  url.pathname = '/postgres';
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
