import type { LiveEvent } from '../../domain/live-event.ts';
import { watchEvents } from '../../services/events/watch-events.ts';
import { eventStream } from './event-stream.ts';
import { type Route, route } from './route.ts';

const watch = route({
  method: 'get',
  path: '/events',
  id: 'events.watch',
  tag: 'tasks',
  access: 'read',
  summary: 'Follow everything of this key (server-sent events)',
  description:
    'Begins with `ready`. Then `task` carries a Task, `asset` an Asset and `deleted` `{object, id}`, each with its newest state; changes that come faster than they are read are joined. The id of an event resumes the stream through Last-Event-ID; `reset` says that something may have been missed and is to be read again.',
  status: 200,
  produces: 'text/event-stream',
  requestHeaders: ['Last-Event-ID'],
  run: async (ctx, { http }) =>
    eventStream(ctx, http.signal, {
      items: (signal) =>
        watchEvents(ctx, { cursor: http.headers.get('last-event-id') || null, signal }),
      toEvent: ({ cursor, event }) => ({ name: event.type, id: cursor, data: dataOf(event) }),
    }),
});

function dataOf(event: LiveEvent): unknown {
  switch (event.type) {
    case 'task':
      return event.task;
    case 'asset':
      return event.asset;
    case 'deleted':
      return { object: event.object, id: event.id };
    case 'ready':
    case 'reset':
      return {};
    default:
      return event satisfies never;
  }
}

export const eventRoutes: readonly Route[] = [watch];
