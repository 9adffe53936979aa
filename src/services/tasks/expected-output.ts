import type { TaskAsset } from './check-inputs.ts';

/** What a character takes: at most, as a rule, which is what is reserved for it; and usually. */
const PACES = { slow: { letterMs: 90, hanMs: 320 }, usual: { letterMs: 76, hanMs: 257 } } as const;
type Pace = keyof typeof PACES;
const HAN = /\p{Script=Han}/u;

/** How long the output of these inputs will probably be; 0 while a recording is still being looked at. */
export function expectedOutputMs(input: object, assets: TaskAsset[], pace: Pace = 'slow'): number {
  const { text, speech_text } = input as { text?: string; speech_text?: string };
  const said = text ?? speech_text;
  if (said !== undefined) return spokenMs(said, PACES[pace]);
  return assets.find(({ field }) => field === 'audio')?.asset.durationMs ?? 0;
}

function spokenMs(text: string, { letterMs, hanMs }: (typeof PACES)[Pace]): number {
  let sum = 0;
  for (const character of text) sum += HAN.test(character) ? hanMs : letterMs;
  return sum;
}
