import type { SlotProduct } from '../slots/slot-messages.ts';
import { animate } from '../stages/animate.ts';
import { getFile } from '../stages/get-file.ts';
import { listen } from '../stages/listen.ts';
import type { StageContext } from '../stages/stage-context.ts';

/** picture or footage + recording → the person says what the recording says */
export async function runLipsync(context: StageContext): Promise<SlotProduct> {
  const { path } = getFile(context.work, 'audio');
  const { durationMs, track } = listen(context, path);
  const animation = await animate(context, {
    audio: { path, durationMs },
    track,
    language: 'en',
    captions: () => [],
    from: 0,
  });
  return { ...animation, captionsPath: null, speech: null };
}
