import type { ErrorCode } from '../domain/errors.ts';
import { isEnded, type TaskStatus, TRANSITIONS } from '../domain/task.ts';
import { sayTaskLog } from '../domain/task-log.ts';
import { type Db, databaseNow } from './db.ts';
import { announce, announceRecorded, type Recorded } from './event-feed.ts';
import { type Asset, Prisma, type Task } from './generated/client.ts';
import { leaseIsLost } from './leases.ts';
import type { TaskLogLine } from './task-logs.ts';
import { usageOf } from './usage.ts';
import { messagesOf, messagesOfNewTask, recordBatchEnd } from './webhook-outbox.ts';

export type TaskRow = Task & { outputAsset: Asset | null };
export type TaskChanges = Omit<Prisma.TaskUncheckedUpdateManyInput, 'status' | 'version'> & {
  status?: TaskStatus;
  /** What the task's log says of this change, where its new status does not say it all. */
  note?: TaskLogLine;
};
/** What a worker holds while it runs a task: no later attempt has been given out. */
export type Lease = { taskId: string; attempt: number };

export async function insertTask(
  tx: Db,
  row: Prisma.TaskUncheckedCreateInput & { keyId: string },
): Promise<TaskRow> {
  const task = { ...(await tx.task.create({ data: row })), outputAsset: null };
  await recordChange(tx, task, {
    line: noteOf(task),
    outbox: messagesOfNewTask(task),
    usage: usageOf(task.keyId, { tasks: 1 }),
  });
  return task;
}

async function recordChange(tx: Db, task: Task, recorded: Recorded | null): Promise<void> {
  const { id: taskId, keyId, version, status, attempt } = task;
  const change = { taskId, keyId, version, status, attempt };
  if (recorded) await announceRecorded(tx, change, recorded);
  else await announce(tx, change);
}

function noteOf(task: Task): TaskLogLine {
  const status = task.status as TaskStatus;
  switch (status) {
    case 'pending':
      return { level: 'info', message: sayTaskLog({ kind: 'waiting' }) };
    case 'processing':
      return {
        level: 'info',
        message: sayTaskLog({
          kind: 'started',
          attempt: task.attempt,
          machine: String(task.machine),
        }),
      };
    case 'completed':
      return { level: 'info', message: sayTaskLog({ kind: 'completed' }) };
    case 'failed':
      return {
        level: 'error',
        message: sayTaskLog({
          kind: 'failed',
          code: (task.errorCode ?? 'internal') as ErrorCode,
          detail: task.errorDetail ?? '',
        }),
      };
    case 'cancelled':
      return { level: 'info', message: sayTaskLog({ kind: 'cancelled' }) };
    default:
      return status satisfies never;
  }
}

/**
 * The only way a task row changes. Nothing happens, and null is returned, when the state machine does not allow the
 * new status or the lease has gone to a later attempt.
 */
export async function changeTask(
  tx: Db,
  which: {
    id: string;
    status: TaskStatus[];
    attempt?: number;
    stage?: string;
    jobId?: string | null;
    leaseExpired?: boolean;
  },
  data: TaskChanges,
): Promise<Task | null> {
  const { status: from, leaseExpired, ...where } = which;
  const allowed = from.filter(
    (status) => !data.status || TRANSITIONS[status].includes(data.status),
  );
  if (leaseExpired && !(await isLeaseExpired(tx, which.id))) return null;
  const { note, ...columns } = data;
  const completedAt = data.status && isEnded(data.status) && (await databaseNow(tx));
  const madeNothing = data.status === 'failed' || data.status === 'cancelled';
  const [task] = await tx.task.updateManyAndReturn({
    where: { ...where, status: { in: allowed } },
    data: {
      ...columns,
      ...(madeNothing && { reservedMs: 0 }),
      ...(completedAt && { completedAt }),
      version: { increment: 1 },
    },
  });
  if (!task) return null;
  const recorded = data.status && {
    line: note ?? noteOf(task),
    outbox: messagesOf(task),
    usage: usageOfEnd(task),
  };
  await recordChange(tx, task, recorded ?? null);
  if (completedAt && task.batchId) await recordBatchEnd(tx, task.batchId);
  return task;
}

/** What a task counts for once it has ended. */
function usageOfEnd({ keyId, status, reservedMs }: Task): Prisma.Sql {
  switch (status as TaskStatus) {
    case 'completed':
      return usageOf(keyId, { outputMs: reservedMs });
    case 'failed':
      return usageOf(keyId, { failed: 1 });
    default:
      return Prisma.sql`SELECT`;
  }
}

/** A write of the worker that holds the lease. False when it holds it no longer. */
export async function changeLeasedTask(tx: Db, lease: Lease, data: TaskChanges): Promise<boolean> {
  const task = await changeTask(
    tx,
    { id: lease.taskId, attempt: lease.attempt, status: ['processing'] },
    data,
  );
  return task !== null;
}

/** Prolongs the lease by database time; no version, no event: nobody but workers sees it. */
export async function renewLease(db: Db, lease: Lease, leaseMs: number): Promise<boolean> {
  const count = await db.$executeRaw`
    UPDATE tasks SET lease_expires_at = now() + ${leaseMs} * interval '1 millisecond'
    WHERE id = ${lease.taskId} AND attempt = ${lease.attempt} AND status = 'processing'`;
  return count === 1;
}

async function isLeaseExpired(tx: Db, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM tasks WHERE id = ${id} AND lease_expires_at < now() FOR UPDATE`;
  return rows.length > 0;
}

/** Running tasks whose worker is lost. */
export function listLostTasks(db: Db, leaseMs: number): Promise<{ id: string; attempt: number }[]> {
  return db.$queryRaw`
    SELECT id, attempt FROM tasks WHERE status = 'processing' AND ${leaseIsLost(leaseMs)} LIMIT 100`;
}

export type QueuedTask = Pick<Task, 'id' | 'attempt' | 'jobId' | 'keyId' | 'priority' | 'turn'>;
const QUEUED = {
  ...{ id: true, attempt: true, jobId: true },
  ...{ keyId: true, priority: true, turn: true },
} as const;

/** Tasks that wait for a worker, with the job that should bring them to one. */
export function listQueuedTasks(
  db: Db,
  page: { after: string; limit: number },
): Promise<QueuedTask[]> {
  return db.task.findMany({
    where: { status: 'pending', stage: 'queued', jobId: { not: null }, id: { gt: page.after } },
    select: QUEUED,
    orderBy: { id: 'asc' },
    take: page.limit,
  });
}

/** Those tasks that still wait although a worker was given one of these jobs for them. */
export async function listQueuedTasksOf(db: Db, jobIds: string[]): Promise<QueuedTask[]> {
  if (jobIds.length === 0) return [];
  const where = { status: 'pending', stage: 'queued', jobId: { in: jobIds } };
  return await db.task.findMany({ where, select: QUEUED });
}

/** Of these `TASK-ATTEMPT` names those whose attempt nobody has ended: its worker may only be cut off. */
export async function listRunningAttempts(db: Db, names: string[]): Promise<string[]> {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT id || '-' || attempt AS name FROM tasks
    WHERE status = 'processing' AND id || '-' || attempt = ANY(${names})`;
  return rows.map(({ name }) => name);
}

export function findTask(db: Db, id: string): Promise<TaskRow | null> {
  return db.task.findUnique({ where: { id }, include: { outputAsset: true } });
}

/** Of these tasks those that exist and are this key's. */
export function listTasksById(db: Db, ids: string[], keyId: string): Promise<TaskRow[]> {
  return db.task.findMany({ where: { id: { in: ids }, keyId }, include: { outputAsset: true } });
}

/** Of each of these moments how many tasks were queued before it and have not started: one pass over those that wait. */
export async function countTasksAhead(db: Db, queuedAt: Date[]): Promise<number[]> {
  if (queuedAt.length === 0) return [];
  const moments = [...new Set(queuedAt.map(Number))].sort((a, b) => a - b);
  const rows = await db.$queryRaw<{ bucket: number; waiting: bigint }[]>`
    SELECT width_bucket(queued_at, ${moments.map((at) => new Date(at))}::timestamptz[]) AS bucket,
      count(*) AS waiting
    FROM tasks WHERE status = 'pending' AND queued_at < ${new Date(moments.at(-1) ?? 0)}
    GROUP BY bucket`;
  const ahead = (moment: number) =>
    rows
      .filter(({ bucket }) => bucket <= moments.indexOf(moment))
      .reduce((sum, { waiting }) => sum + Number(waiting), 0);
  return queuedAt.map((at) => ahead(Number(at)));
}

export async function deleteTaskRow(tx: Db, id: string): Promise<void> {
  await tx.task.deleteMany({ where: { id } });
}

export type TaskWithInputs = Prisma.TaskGetPayload<{
  include: { inputs: { include: { asset: true } } };
}>;

export function findTaskWithInputs(tx: Db, id: string): Promise<TaskWithInputs | null> {
  return tx.task.findUnique({ where: { id }, include: { inputs: { include: { asset: true } } } });
}

export type WaitingTask = Pick<Task, 'attempt' | 'keyId' | 'expiresAt' | 'startedAt'> & {
  hasInputs: boolean;
};

/** What a claim has to know of a task: one statement, since it stands in the way of every task. */
export async function findWaitingTask(db: Db, id: string): Promise<WaitingTask | null> {
  const [row] = await db.$queryRaw<WaitingTask[]>`
    SELECT attempt, key_id AS "keyId", expires_at AS "expiresAt", started_at AS "startedAt",
      EXISTS (SELECT 1 FROM task_inputs WHERE task_id = t.id) AS "hasInputs"
    FROM tasks t WHERE id = ${id}`;
  return row ?? null;
}

/** The inputs of a task, without it. */
export function listTaskInputs(db: Db, taskId: string): Promise<TaskWithInputs['inputs']> {
  return db.taskInput.findMany({ where: { taskId }, include: { asset: true } });
}

/** Tasks that wait in stage `checking` for this asset, with all their inputs. */
export function listTasksCheckingAsset(tx: Db, assetId: string): Promise<TaskWithInputs[]> {
  return tx.task.findMany({
    where: { status: 'pending', stage: 'checking', inputs: { some: { assetId } } },
    include: { inputs: { include: { asset: true } } },
  });
}
