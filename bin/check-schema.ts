import { databaseUrl } from '#/env.ts';
import { assertMigrated } from '../prisma/migrate.ts';

/** Loaded before a process that does not migrate: a database that is behind ends it with one line. */
try {
  await assertMigrated(databaseUrl());
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
