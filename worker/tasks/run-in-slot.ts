import type { SlotProduct } from '../slots/slot-messages.ts';
import type { StageContext } from '../stages/stage-context.ts';
import { runDigitalHuman } from './digital-human.ts';
import { runLipsync } from './lipsync.ts';
import { runSpeech } from './speech.ts';

/** Runs one attempt at a task of any type inside a slot. */
export function runInSlot(context: StageContext): Promise<SlotProduct> {
  const { type } = context.work;
  switch (type) {
    case 'speech':
      return runSpeech(context);
    case 'lipsync':
    case 'avatar':
      return runLipsync(context);
    case 'digital_human':
      return runDigitalHuman(context);
    default:
      return type satisfies never;
  }
}
