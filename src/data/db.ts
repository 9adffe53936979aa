import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { logger } from '../logger.ts';
import { connectionOptions } from './connection.ts';
import { GatheredReads } from './gathered-reads.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { nameStatements } from './statement-names.ts';

/** Something that runs statements: the pool, or one open transaction. */
export type Db = Prisma.TransactionClient;

export interface Database extends AsyncDisposable {
  readonly pool: Db;
  /** Runs `work` in one transaction; anything thrown rolls it back, and so does one that takes longer than `withinMs`. */
  transaction<T>(work: (tx: Db) => Promise<T>, withinMs?: number): Promise<T>;
  readonly reads: GatheredReads;
}

const ANSWER_MS = 20_000;
const LIFETIME_S = 600;
const TRANSACTION_MS = 10_000;

/**
 * @param options.max connections of the pool, apart from those of the queue and the event feed
 * @param options.answerMs how long an answer may take
 */
export function openDatabase(
  url: string,
  { max = 10, answerMs = ANSWER_MS }: { max?: number; answerMs?: number } = {},
): Database {
  const pool = new Pool({
    connectionString: url,
    max,
    maxLifetimeSeconds: LIFETIME_S,
    ...connectionOptions({ answerMs }),
  });
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    statementNameGenerator: nameStatements(),
    onPoolError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  });
  const client = new PrismaClient({ adapter });
  return {
    pool: client,
    reads: new GatheredReads(pool),
    transaction: (work, withinMs = TRANSACTION_MS) =>
      client.$transaction(work, { maxWait: TRANSACTION_MS, timeout: withinMs }),
    [Symbol.asyncDispose]: () => client.$disconnect(),
  };
}

/** The clock that decides: those of the machines may jump or differ. */
export async function databaseNow(db: Db): Promise<Date> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error('the database did not tell the time');
  return row.now;
}

/** Makes all that happens for this key one after the other until the transaction ends. */
export async function lockKey(tx: Db, keyId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${keyId}, 0))`;
}

/** Whether the database answers and its schema is there. */
export async function isDatabaseReady(db: Db): Promise<boolean> {
  return db.task.findFirst({ select: { id: true } }).then(
    () => true,
    () => false,
  );
}
