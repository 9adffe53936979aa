import type { SlotProduct } from '../slots/slot-messages.ts';
import { animateStill } from '../stages/animate-still.ts';
import { listen } from '../stages/listen.ts';
import type { StageContext } from '../stages/stage-context.ts';
import { getFile } from './task-input.ts';

/** picture + recording → the person says what the recording says */
export async function runLipsync(context: StageContext): Promise<SlotProduct> {
  const { path } = getFile(context.work, 'audio');
  const { durationMs, track } = listen(context, path);
  const animation = await animateStill(context, {
    image: getFile(context.work, 'image'),
    audio: { path, durationMs },
    track,
    language: 'en',
    from: 0,
  });
  return { ...animation, speech: null };
}
