import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from './generated/client.ts';

/** Something that runs statements: the pool, or one open transaction. */
export type Db = Prisma.TransactionClient;

export interface Database extends AsyncDisposable {
  readonly pool: Db;
  /** Runs `work` in one transaction; anything thrown rolls it back. */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
}

/** @param max connections of the pool, apart from those of the queue and the event feed. */
export function openDatabase(url: string, max = 10): Database {
  const client = new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max, connectionTimeoutMillis: 10_000 }),
  });
  return {
    pool: client,
    transaction: (work) => client.$transaction(work, { maxWait: 10_000, timeout: 10_000 }),
    [Symbol.asyncDispose]: () => client.$disconnect(),
  };
}

/** Whether the database answers and its schema is there. */
export async function isDatabaseReady(db: Db): Promise<boolean> {
  return db.task.findFirst({ select: { id: true } }).then(
    () => true,
    () => false,
  );
}
