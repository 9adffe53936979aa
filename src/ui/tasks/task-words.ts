import type { Task } from '#/domain/task.ts';
import { clock, spaced } from '../amounts.ts';
import type { Messages } from '../messages/en.ts';
import { isLive } from '../studio/use-task.ts';
import { timeLeft } from '../time-left.ts';

export type Tone = 'live' | 'waiting' | 'good' | 'bad' | 'quiet';

export function nameOf(task: Task, words: Messages): string {
  return task.name || words.taskTypes[task.type];
}

/** Where the task is, in a few words. */
export function stateOf(task: Task, words: Messages): { text: string; tone: Tone } {
  const { tasks, progress } = words;
  switch (task.status) {
    case 'pending': {
      const waits = task.stage === 'queued' && task.queue_position !== null;
      const text = waits ? tasks.waiting(task.queue_position ?? 0) : progress.stages[task.stage];
      return { text, tone: 'waiting' };
    }
    case 'processing':
      return { text: progress.stages[task.stage], tone: 'live' };
    case 'completed': {
      const length = task.output?.duration;
      return { text: length ? `${tasks.done} · ${clock(length)}` : tasks.done, tone: 'good' };
    }
    case 'failed': {
      const why = words.system.week.codes[task.error?.code ?? 'internal'];
      return { text: why ? `${tasks.failedShort} · ${why}` : tasks.failedShort, tone: 'bad' };
    }
    case 'cancelled':
      return { text: tasks.cancelled, tone: 'quiet' };
    default:
      return task.status satisfies never;
  }
}

export function leftOf(task: Task, now: number, words: Messages): string {
  return isLive(task) ? (timeLeft(task.estimated_finish_time, now, words.progress) ?? '') : '';
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `3 min ago`, `yesterday`; nothing finer than minutes, so that it rests. Null within the first minute. */
export function ageOf(at: string, now: number, language: string): string | null {
  const seconds = (Date.parse(at) - now) / 1000;
  const found = UNITS.find(([, length]) => -seconds >= length);
  if (!found) return null;
  const [unit, size] = found;
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  return spaced(format.format(Math.trunc(seconds / size), unit));
}

/** How long the work took, or has taken so far; null before it began. */
export function tookOf(task: Task, now: number): string | null {
  if (!task.started_at) return null;
  const end = task.completed_at ? Date.parse(task.completed_at) : now;
  return clock((end - Date.parse(task.started_at)) / 1000);
}
