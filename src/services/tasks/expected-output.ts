import type { TaskAsset } from './check-inputs.ts';

/** Slow speech: what a character takes at most, as a rule. */
const LETTER_MS = 90;
const HAN_MS = 320;
const HAN = /\p{Script=Han}/u;

/** How long the output of these inputs will probably be; 0 while a recording is still being looked at. */
export function expectedOutputMs(input: object, assets: TaskAsset[]): number {
  const { text, speech_text } = input as { text?: string; speech_text?: string };
  const said = text ?? speech_text;
  if (said !== undefined) return spokenMs(said);
  return assets.find(({ field }) => field === 'audio')?.asset.durationMs ?? 0;
}

function spokenMs(text: string): number {
  let sum = 0;
  for (const character of text) sum += HAN.test(character) ? HAN_MS : LETTER_MS;
  return sum;
}
