import type { TaskStatus } from '../domain/task.ts';
import type { Db } from './db.ts';
import type { Prisma } from './generated/client.ts';
import type { TaskRow } from './tasks.ts';

export type TaskWhere = {
  keyId: string;
  statuses?: TaskStatus[] | undefined;
  types?: string[] | undefined;
  text?: string | undefined;
  createdFrom?: Date | undefined;
  createdBefore?: Date | undefined;
};

export type TaskWindow = {
  order: 'newest' | 'oldest';
  cursor?: string | undefined;
  offset: number;
  limit: number;
};

const OUTPUT = { include: { outputAsset: true } } as const;

/** One row more than the limit where there are more. */
export async function listTaskRows(
  db: Db,
  where: TaskWhere,
  { order, cursor, offset, limit }: TaskWindow,
): Promise<TaskRow[]> {
  const direction = order === 'newest' ? 'desc' : 'asc';
  const page = {
    where: {
      ...toWhere(where),
      ...(cursor && { id: order === 'newest' ? { lt: cursor } : { gt: cursor } }),
    },
    orderBy: { id: direction },
    take: limit + 1,
  } as const;
  if (offset === 0) return db.task.findMany({ ...page, ...OUTPUT });
  // What is skipped is read from the index alone.
  const ids = await db.task.findMany({ ...page, skip: offset, select: { id: true } });
  return db.task.findMany({
    where: { id: { in: ids.map(({ id }) => id) } },
    orderBy: { id: direction },
    ...OUTPUT,
  });
}

export async function countTaskRows(db: Db, where: TaskWhere): Promise<Map<TaskStatus, number>> {
  const groups = await db.task.groupBy({ by: ['status'], where: toWhere(where), _count: true });
  return new Map(groups.map(({ status, _count }) => [status as TaskStatus, _count]));
}

function toWhere(where: TaskWhere): Prisma.TaskWhereInput {
  const { keyId, statuses, types, text, createdFrom, createdBefore } = where;
  return {
    keyId,
    ...(statuses && { status: oneOf(statuses) }),
    ...(types && { type: oneOf(types) }),
    ...(text && { searchText: { contains: asLiteral(text.toLowerCase()) } }),
    ...((createdFrom || createdBefore) && {
      createdAt: {
        ...(createdFrom && { gte: createdFrom }),
        ...(createdBefore && { lt: createdBefore }),
      },
    }),
  };
}

/** A single value lets the index give the order. */
function oneOf<T extends string>(values: T[]): T | { in: T[] } {
  const [only] = values;
  return values.length === 1 && only ? only : { in: values };
}

/** What stands for anything in a pattern of SQL stands for itself here. */
function asLiteral(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
