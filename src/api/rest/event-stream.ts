import type { AppContext } from '../../services/context.ts';
import { toProblem } from '../problem.ts';

/** Heartbeats in the time after which silence cuts a connection. */
const HEARTBEATS = 20;
const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** One server-sent event. */
export type SentEvent = { name: string; id?: string | number; data: unknown };

/**
 * Server-sent events from what `items` yields, with comments as heartbeats between them. A failure is the last event, a `problem`.
 * @param source.items takes the signal that also aborts when the reader is gone
 */
export function eventStream<T>(
  app: Pick<AppContext, 'env' | 'logger'>,
  signal: AbortSignal,
  source: { items: (until: AbortSignal) => AsyncGenerator<T>; toEvent: (item: T) => SentEvent },
): Response {
  const encoder = new TextEncoder();
  const gone = new AbortController();
  const items = source.items(AbortSignal.any([signal, gone.signal]));
  let heartbeat: NodeJS.Timeout | undefined;
  const next = async (): Promise<{ event?: SentEvent; last: boolean }> => {
    const { value, done } = await items.next();
    return done ? { last: true } : { event: source.toEvent(value), last: false };
  };
  const failed = (error: unknown) => ({
    event: { name: 'problem', data: toProblem(error, app.logger) },
    last: true,
  });
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode('retry: 2000\n\n'));
      heartbeat = setInterval(
        () => controller.enqueue(encoder.encode(': still here\n\n')),
        app.env.MOUTHPIECE_TIMING_SILENCE_MS / HEARTBEATS,
      );
    },
    async pull(controller) {
      const { event, last } = await next().catch(failed);
      if (gone.signal.aborted) return;
      if (event) controller.enqueue(encoder.encode(format(event)));
      if (!last) return;
      clearInterval(heartbeat);
      controller.close();
    },
    async cancel() {
      clearInterval(heartbeat);
      gone.abort();
      await items.return(undefined);
    },
  });
  return new Response(body, { headers: HEADERS });
}

function format({ name, id, data }: SentEvent): string {
  const place = id === undefined ? '' : `id: ${id}\n`;
  return `event: ${name}\n${place}data: ${JSON.stringify(data)}\n\n`;
}
