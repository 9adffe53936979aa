import { isEnded } from '../../domain/task.ts';
import type { CallContext } from '../../services/context.ts';
import { getTask } from '../../services/tasks/get-task.ts';
import { watchTask } from '../../services/tasks/watch-task.ts';
import { eventStream } from './event-stream.ts';

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
  return eventStream(ctx, input.signal, {
    items: (signal) => watchTask(ctx, { id: input.id, signal }),
    toEvent: ({ task, version }) => ({ name: 'task', id: version, data: task }),
  });
}
