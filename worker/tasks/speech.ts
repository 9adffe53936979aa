import type { SlotProduct } from '../slots/slot-messages.ts';
import { caption } from '../stages/caption.ts';
import { speak } from '../stages/speak.ts';
import type { StageContext } from '../stages/stage-context.ts';
import { readText } from './task-input.ts';

const SPAN = 0.99;

/** text → sound with word timings */
export async function runSpeech(context: StageContext): Promise<SlotProduct> {
  const { text, voice } = readText(context.work.input, 'text');
  const speech = await speak(context, { text, voice, span: SPAN });
  const { path, engine, durationMs } = speech;
  const { path: captionsPath } = caption(context, text, speech);
  return { path, engine, speech, captionsPath, faceTrack: null, durationS: durationMs / 1000 };
}
