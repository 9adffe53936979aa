import type { SlotProduct } from '../slots/slot-messages.ts';
import { trackFromPhonemes } from '../speech/track-from-phonemes.ts';
import { animateStill } from '../stages/animate-still.ts';
import { speak } from '../stages/speak.ts';
import type { StageContext } from '../stages/stage-context.ts';
import { getFile, readText } from './task-input.ts';

/** How much of the work the speech is, as a share of progress. */
const SPEECH_SHARE = 0.05;
const HAN = /\p{Script=Han}/u;

/** text + picture → speech, then lips that follow its phonemes */
export async function runDigitalHuman(context: StageContext): Promise<SlotProduct> {
  const { text, voice } = readText(context.work.input, 'speech_text');
  const speech = await speak(context, { text, voice, span: SPEECH_SHARE });
  const { phonemes, durationMs } = speech;
  const animation = await animateStill(context, {
    image: getFile(context.work, 'image'),
    audio: speech,
    track: (fps) => trackFromPhonemes({ phonemes, durationMs, fps }),
    language: HAN.test(text) ? 'zh' : 'en',
    from: SPEECH_SHARE,
  });
  return { ...animation, speech };
}
