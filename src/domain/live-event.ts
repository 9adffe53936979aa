import { z } from 'zod';
import { assetSchema } from './asset.ts';
import { taskSchema } from './task.ts';

/**
 * What the one stream of a key says. `ready`: from here on nothing is missed. `reset`: something may have been missed,
 * so read again what is shown. Changes that come faster than they are read are joined; the newest state always comes.
 */
export const liveEventSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('ready') }),
    z.object({ type: z.literal('reset') }),
    z.object({ type: z.literal('task'), task: taskSchema }),
    z.object({ type: z.literal('asset'), asset: assetSchema }),
    z.object({
      type: z.literal('deleted'),
      object: z.enum(['task', 'asset']),
      id: z.string(),
    }),
  ])
  .meta({ id: 'LiveEvent' });
export type LiveEvent = z.infer<typeof liveEventSchema>;

/** With the place in the stream behind it: whoever has read that far may go on from there. */
export type PlacedEvent = { cursor: string; event: LiveEvent };
