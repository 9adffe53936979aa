import type { Engines } from '../engines/registry.ts';
import type { EncodeThreadData } from '../media/encode-thread.ts';
import type { SlotProgress, SlotWork } from '../slots/slot-messages.ts';
import type { SeenStills } from './seen-stills.ts';

/** What the stages of one attempt work with, inside the engine thread. */
export type StageContext = {
  work: SlotWork;
  engines: Engines;
  stills: SeenStills;
  signal: AbortSignal;
  report(progress: SlotProgress): void;
  /**
   * Starts the encoder in a thread of its own, which reports progress upwards of `from`; resolves when its file is
   * whole.
   */
  encode(options: EncodeThreadData, from: number): Promise<void>;
};
