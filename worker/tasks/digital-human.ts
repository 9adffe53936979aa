import type { SlotProduct } from '../slots/slot-messages.ts';
import { trackFromPhonemes } from '../speech/track-from-phonemes.ts';
import { animate } from '../stages/animate.ts';
import { caption } from '../stages/caption.ts';
import { speak } from '../stages/speak.ts';
import type { StageContext } from '../stages/stage-context.ts';
import { readText } from './task-input.ts';

/** How much of the work the speech is, as a share of progress. */
const SPEECH_SHARE = 0.05;
const HAN = /\p{Script=Han}/u;

/** text + picture or footage → speech, then lips that follow its phonemes */
export async function runDigitalHuman(context: StageContext): Promise<SlotProduct> {
  const { text, voice } = readText(context.work.input, 'speech_text');
  const speech = await speak(context, { text, voice, span: SPEECH_SHARE });
  const { phonemes, durationMs } = speech;
  const captions = caption(context, text, speech);
  const animation = await animate(context, {
    audio: speech,
    track: (fps) => trackFromPhonemes({ phonemes, durationMs, fps }),
    language: HAN.test(text) ? 'zh' : 'en',
    captions: captions.cues,
    from: SPEECH_SHARE,
  });
  return { ...animation, captionsPath: captions.path, speech };
}
