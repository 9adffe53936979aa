import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';

const FOLDER = join(import.meta.dirname, 'migrations');

/** The lock and the table are the ones of `prisma migrate deploy`, so either may run, even both at once. */
const ADVISORY_LOCK = 72707369;
const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

/** Does `work` while no other process that shares the database is in here; what it throws is passed on. */
export async function whileAlone<T>(
  databaseUrl: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  await using database = await connect(databaseUrl);
  const { client } = database;
  await client.query("SET lock_timeout = '5min'");
  await client.query(`SELECT pg_advisory_lock(${ADVISORY_LOCK})`);
  await client.query('SET client_min_messages = warning');
  return await work(client);
}

/**
 * Brings the schema up to date: each missing migration in its own transaction, in the order of their names.
 * @returns the names applied now. A database that does not fit the folder is refused in one line.
 */
export function migrate(databaseUrl: string, folder = FOLDER): Promise<string[]> {
  return whileAlone(databaseUrl, (client) => applyMissing(client, folder));
}

/** The same on a connection of `whileAlone`. */
export async function applyMissing(client: Client, folder = FOLDER): Promise<string[]> {
  await client.query(CREATE_TABLE);
  const missing = findMissing(await readMigrations(folder), await readApplied(client));
  for (const migration of missing) await apply(client, migration);
  return missing.map(({ name }) => name);
}

type Migration = { name: string; sql: string; checksum: string };
type Applied = { name: string; checksum: string; finished: boolean };

async function connect(databaseUrl: string): Promise<AsyncDisposable & { client: Client }> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 15_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const { host, port, database } = client;
    throw new Error(
      `The database ${database} at ${host}:${port} can't be used: ${message || code}`,
      { cause },
    );
  }
  return { client, [Symbol.asyncDispose]: () => client.end() };
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function readApplied(client: Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

function findMissing(migrations: Migration[], applied: Applied[]): Migration[] {
  for (const { name, checksum, finished } of applied) {
    const migration = migrations.find((known) => known.name === name);
    if (!finished) throw new Error(`Migration ${name} has failed here and was left unfinished.`);
    if (!migration) {
      throw new Error(
        `The database is newer than this program: it has the migration ${name}. Start the version that brought it.`,
      );
    }
    if (migration.checksum !== checksum) {
      throw new Error(`Migration ${name} was changed after it had been applied.`);
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), greatest(now(), clock_timestamp()), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => {});
    throw new Error(`Migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
}
