import type { Engines } from '../engines/registry.ts';
import type { MediaThread } from '../slots/media-threads.ts';
import type { SlotProgress, SlotWork } from '../slots/slot-messages.ts';
import type { FaceFinder } from '../vision/find-faces.ts';
import type { SeenStills } from './seen-stills.ts';

/** What the stages of one attempt work with, inside the engine thread. */
export type StageContext = {
  work: SlotWork;
  engines: Engines;
  faces: FaceFinder;
  stills: SeenStills;
  signal: AbortSignal;
  report(progress: SlotProgress): void;
  /** Starts a media thread beside this one; resolves when its work is whole, even if nobody waits for it any more. */
  start(thread: MediaThread): Promise<void>;
};
