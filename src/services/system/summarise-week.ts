import { type EndedGroup, listEndedGroups, readDurations } from '../../data/system-figures.ts';
import { ERROR_CODES, type ErrorCode } from '../../domain/errors.ts';
import type { Week } from '../../domain/system.ts';
import type { AppContext } from '../context.ts';

const DAY_MS = 86_400_000;
const DAYS = 7;

/** What was made in the last seven days (UTC). @param keyId by whose tasks; null for everybody's */
export async function summariseWeek(app: AppContext, keyId: string | null): Promise<Week> {
  const { pool } = app.database;
  const [groups, durations] = await Promise.all([
    listEndedGroups(pool, keyId),
    readDurations(pool, keyId),
  ]);
  const days = daysUpTo(durations.today).map((date) => ({
    date,
    ...tally(groups.filter(({ day }) => day === date)),
  }));
  return {
    days,
    ...tally(groups),
    failures: failuresOf(groups),
    wait_seconds: { p50: durations.waitP50, p95: durations.waitP95 },
    work_seconds: { p50: durations.workP50, p95: durations.workP95 },
  };
}

function daysUpTo(today: string): string[] {
  const end = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: DAYS }, (_, i) =>
    new Date(end - (DAYS - 1 - i) * DAY_MS).toISOString().slice(0, 10),
  );
}

function tally(groups: EndedGroup[]) {
  const sum = (of: EndedGroup[]) => of.reduce((tasks, group) => tasks + group.tasks, 0);
  const made = groups.filter(({ status }) => status === 'completed');
  const madeMs = made.reduce((total, group) => total + group.madeMs, 0);
  return {
    videos: sum(made.filter(({ speech }) => !speech)),
    recordings: sum(made.filter(({ speech }) => speech)),
    minutes: madeMs / 60_000,
    failed: sum(groups.filter(({ status }) => status === 'failed')),
  };
}

function failuresOf(groups: EndedGroup[]): Week['failures'] {
  const byCode = new Map<ErrorCode, number>();
  for (const { status, code, tasks } of groups) {
    if (status !== 'failed') continue;
    const known = ERROR_CODES.find((one) => one === code) ?? 'internal';
    byCode.set(known, (byCode.get(known) ?? 0) + tasks);
  }
  return [...byCode]
    .map(([code, tasks]) => ({ code, tasks }))
    .sort((a, b) => b.tasks - a.tasks || a.code.localeCompare(b.code));
}
