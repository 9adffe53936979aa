import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from './errors.ts';

/** What can happen to a task, as its log has it. */
export type TaskLogEvent =
  | { kind: 'waiting' | 'completed' | 'cancelled' | 'handed_back' }
  | { kind: 'started'; attempt: number; machine: string }
  | { kind: 'failed'; code: ErrorCode; detail: string }
  | { kind: 'put_back'; attempt: number; code: ErrorCode; detail: string; delaySeconds: number };

const PLAIN = {
  waiting: 'waiting',
  completed: 'completed',
  cancelled: 'cancelled',
  handed_back: 'handed back by a worker that stops',
} as const;

/** The sentence of the log. `readTaskLog` is its inverse. */
export function sayTaskLog(event: TaskLogEvent): string {
  switch (event.kind) {
    case 'started':
      return `try ${event.attempt} started on ${event.machine}`;
    case 'failed':
      return `failed: ${event.code}: ${event.detail}`;
    case 'put_back':
      return `try ${event.attempt} failed: ${event.code}: ${event.detail}; the next is due in ${event.delaySeconds} s`;
    default:
      return PLAIN[event.kind];
  }
}

const STARTED = /^try (\d+) started on (.*)$/s;
const FAILED = /^failed: (\w+): (.*)$/s;
const PUT_BACK = /^try (\d+) failed: (\w+): (.*); the next is due in ([\d.]+) s$/s;

/** What a sentence of the log says; null for one that this version does not write. */
export function readTaskLog(message: string): TaskLogEvent | null {
  for (const [kind, sentence] of Object.entries(PLAIN)) {
    if (message === sentence) return { kind: kind as keyof typeof PLAIN };
  }
  const [, attempt = '', machine] = STARTED.exec(message) ?? [];
  if (machine !== undefined) return { kind: 'started', attempt: Number(attempt), machine };
  const [, code, detail] = FAILED.exec(message) ?? [];
  if (isCode(code) && detail !== undefined) return { kind: 'failed', code, detail };
  const [, tried, why, about, delay] = PUT_BACK.exec(message) ?? [];
  if (!isCode(why) || about === undefined) return null;
  return {
    kind: 'put_back',
    attempt: Number(tried),
    code: why,
    detail: about,
    delaySeconds: Number(delay),
  };
}

function isCode(code: string | undefined): code is ErrorCode {
  return ERROR_CODES.some((each) => each === code);
}

export const taskLogEventSchema = z.object({
  kind: z.enum([
    'waiting',
    'started',
    'completed',
    'failed',
    'put_back',
    'cancelled',
    'handed_back',
  ]),
  machine: z.string().nullable(),
  code: z.enum(ERROR_CODES).nullable().describe('Of the error that ended the try'),
  detail: z.string().nullable(),
  delay_seconds: z.number().nullable().describe('Until the next try'),
});
