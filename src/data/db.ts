import { PrismaPg } from '@prisma/adapter-pg';
import { logger } from '../logger.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';

/** A connection whose other end is gone without a word: noticed while idle, and by an answer that does not come. */
const NOTICES_DEAD_CONNECTIONS = {
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  query_timeout: 20_000,
  maxLifetimeSeconds: 600,
};

/** Something that runs statements: the pool, or one open transaction. */
export type Db = Prisma.TransactionClient;

export interface Database extends AsyncDisposable {
  readonly pool: Db;
  /** Runs `work` in one transaction; anything thrown rolls it back. */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
}

/** @param max connections of the pool, apart from those of the queue and the event feed. */
export function openDatabase(url: string, max = 10): Database {
  const adapter = new PrismaPg(
    { connectionString: url, max, connectionTimeoutMillis: 10_000, ...NOTICES_DEAD_CONNECTIONS },
    { onPoolError: (error) => logger.warn({ err: error }, 'a database connection broke') },
  );
  const client = new PrismaClient({ adapter });
  return {
    pool: client,
    transaction: (work) => client.$transaction(work, { maxWait: 10_000, timeout: 10_000 }),
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
