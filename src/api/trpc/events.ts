import { tracked } from '@trpc/server';
import { z } from 'zod';
import { watchEvents } from '../../services/events/watch-events.ts';
import { procedureFor, router } from './trpc.ts';

/** The client adds where it was when it connects again. */
const place = z.strictObject({ lastEventId: z.string().max(100).nullish() });

export const eventsRouter = router({
  watch: procedureFor('read')
    .input(place)
    .subscription(async function* ({ ctx, input, signal }) {
      const until = signal ?? new AbortController().signal;
      const from = { cursor: input.lastEventId ?? null, signal: until };
      for await (const { cursor, event } of watchEvents(ctx, from)) yield tracked(cursor, event);
    }),
});
