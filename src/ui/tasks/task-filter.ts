import type { TaskStatus, TaskType } from '#/domain/task.ts';

export const STATUS_GROUPS = {
  all: [],
  live: ['processing', 'pending'],
  completed: ['completed'],
  failed: ['failed'],
  cancelled: ['cancelled'],
} as const satisfies Record<string, readonly TaskStatus[]>;
export type StatusGroup = keyof typeof STATUS_GROUPS;

const DAYS = { day: 1, week: 7, month: 30 } as const;
export type Period = 'ever' | keyof typeof DAYS;
export const PERIODS: readonly Period[] = ['ever', 'day', 'week', 'month'];
export const TYPES: readonly TaskType[] = ['digital_human', 'lipsync', 'avatar', 'speech'];

/** What the address of the page says. */
export type Filter = {
  status: StatusGroup;
  type: TaskType | null;
  text: string;
  since: Period;
  order: 'newest' | 'oldest';
};

export const NO_FILTER: Filter = {
  status: 'all',
  type: null,
  text: '',
  since: 'ever',
  order: 'newest',
};

function readFilter(params: URLSearchParams): Filter {
  const among = <T extends string>(values: readonly T[], name: string): T | undefined =>
    values.find((value) => value === params.get(name));
  return {
    status: among(Object.keys(STATUS_GROUPS) as StatusGroup[], 'status') ?? 'all',
    type: among(TYPES, 'type') ?? null,
    text: params.get('q') ?? '',
    since: among(PERIODS, 'since') ?? 'ever',
    order: params.get('order') === 'oldest' ? 'oldest' : 'newest',
  };
}

/** The address with this filter in it; what is as usual is left out, and so is a task that is opened: it may not fit. */
function writeFilter(filter: Filter, before: URLSearchParams): URLSearchParams {
  const params = new URLSearchParams(before);
  const values = {
    [OPENED]: null,
    status: filter.status === 'all' ? null : filter.status,
    type: filter.type,
    q: filter.text || null,
    since: filter.since === 'ever' ? null : filter.since,
    order: filter.order === 'newest' ? null : filter.order,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value === null) params.delete(name);
    else params.set(name, value);
  }
  return params;
}

const OPENED = 'open';
export const TASK_ADDRESS = { opened: OPENED, read: readFilter, write: writeFilter };

/** The same as the API takes it. Days begin at midnight here, so that the question stays the same all day. */
export function toQuery(filter: Filter, today: Date) {
  const { status, type, text, since, order } = filter;
  const statuses: TaskStatus[] = [...STATUS_GROUPS[status]];
  const q = text.trim().slice(0, 200);
  return {
    counted: {
      ...(type && { type }),
      ...(q && { q }),
      ...(since !== 'ever' && { created_after: firstDay(today, DAYS[since]) }),
    },
    statuses,
    order,
  };
}

function firstDay(today: Date, days: number): string {
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() - days + 1).toISOString();
}
