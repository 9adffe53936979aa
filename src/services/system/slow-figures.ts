import { sumStoredBytes } from '../../data/assets.ts';
import { readDatabaseBytes, sumAllStoredBytes } from '../../data/system-figures.ts';
import type { Week } from '../../domain/system.ts';
import type { AppContext } from '../context.ts';
import { frontOf } from '../front.ts';
import { summariseWeek } from './summarise-week.ts';

type SlowFigures = { week: Week; storedBytes: number; databaseBytes: number };

const figures = frontOf<SlowFigures>({ staleMs: 10_000, max: 1_000 });

/** Figures that take the database a while, at most ten seconds old. @param keyId null for everybody's */
export function readSlowFigures(app: AppContext, keyId: string | null): Promise<SlowFigures> {
  return figures(app).get(keyId ?? '', () => readNow(app, keyId));
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
