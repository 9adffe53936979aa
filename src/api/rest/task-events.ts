import { isEnded } from '../../domain/task.ts';
import type { CallContext } from '../../services/context.ts';
import { getTask, type VersionedTask } from '../../services/tasks/get-task.ts';
import { watchTask } from '../../services/tasks/watch-task.ts';
import { toProblem } from '../problem.ts';

/** Heartbeats in the time after which silence cuts a connection. */
const HEARTBEATS = 20;
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** Server-sent events: the present state, then every change; the stream ends after the terminal one. */
export async function taskEvents(
  ctx: CallContext,
  input: { id: string; signal: AbortSignal; lastEventId: string | null },
): Promise<Response> {
  const present = await getTask(ctx, input);
  // WHATWG HTML, section 9.2: a client told 204 does not connect again.
  if (isEnded(present.task.status) && input.lastEventId === String(present.version)) {
    return new Response(null, { status: 204 });
  }
  const gone = new AbortController();
  const signal = AbortSignal.any([input.signal, gone.signal]);
  const states = watchTask(ctx, { id: input.id, signal });
  return new Response(eventStream(ctx, states, gone), { headers: HEADERS });
}

function eventStream(
  ctx: CallContext,
  states: AsyncGenerator<VersionedTask>,
  gone: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(encoder.encode('retry: 2000\n\n'));
      heartbeat = setInterval(
        () => controller.enqueue(encoder.encode(': still here\n\n')),
        ctx.env.MOUTHPIECE_TIMING_SILENCE_MS / HEARTBEATS,
      );
    },
    async pull(controller) {
      const { value, done } = await states.next().catch((error: unknown) => ({
        value: toProblem(error, ctx.logger),
        done: false,
      }));
      if (gone.signal.aborted) return;
      if (value)
        controller.enqueue(
          encoder.encode('task' in value ? taskEvent(value) : problemEvent(value)),
        );
      if (done || !value || !('task' in value)) {
        clearInterval(heartbeat);
        controller.close();
      }
    },
    async cancel() {
      clearInterval(heartbeat);
      gone.abort();
      await states.return(undefined);
    },
  });
}

function taskEvent({ task, version }: VersionedTask): string {
  return `event: task\nid: ${version}\ndata: ${JSON.stringify(task)}\n\n`;
}

function problemEvent(problem: object): string {
  return `event: problem\ndata: ${JSON.stringify(problem)}\n\n`;
}
