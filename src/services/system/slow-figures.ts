import { LRUCache } from 'lru-cache';
import { sumStoredBytes } from '../../data/assets.ts';
import { readDatabaseBytes, sumAllStoredBytes } from '../../data/system-figures.ts';
import type { Week } from '../../domain/system.ts';
import type { AppContext } from '../context.ts';
import { summariseWeek } from './summarise-week.ts';

const STALE_MS = 10_000;

type SlowFigures = { week: Week; storedBytes: number; databaseBytes: number };
type Front = LRUCache<string, Promise<SlowFigures>>;

const fronts = new WeakMap<AppContext['database'], Front>();

/** Figures that take the database a while, at most ten seconds old. @param keyId null for everybody's */
export function readSlowFigures(app: AppContext, keyId: string | null): Promise<SlowFigures> {
  const front: Front = fronts.get(app.database) ?? new LRUCache({ max: 1000, ttl: STALE_MS });
  fronts.set(app.database, front);
  const name = keyId ?? '';
  const known = front.get(name);
  if (known) return known;
  const read = readNow(app, keyId);
  front.set(name, read);
  read.catch(() => front.delete(name));
  return read;
}

async function readNow(app: AppContext, keyId: string | null): Promise<SlowFigures> {
  const { pool } = app.database;
  const [week, storedBytes, databaseBytes] = await Promise.all([
    summariseWeek(app, keyId),
    keyId === null ? sumAllStoredBytes(pool) : sumStoredBytes(pool, keyId),
    readDatabaseBytes(pool),
  ]);
  return { week, storedBytes, databaseBytes };
}
