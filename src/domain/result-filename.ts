import { labelFromFilename } from './asset.ts';

const MOST_CHARACTERS = 48;

/** What people call a result: the first words of its text, or the name of its recording, and the ending of its format. */
export function resultFilename(
  source: { text?: string; recording?: string; type: string },
  ending: string,
): string {
  const recording = source.recording?.replace(/\.[^.]*$/, '');
  const words = (source.text ?? recording ?? source.type).replace(/[\s/\\:*?"<>|]+/gu, ' ').trim();
  const short = [...words].slice(0, MOST_CHARACTERS).join('');
  const whole = short.length < words.length ? short.replace(/\s+\S*$/u, '') : short;
  return `${labelFromFilename(whole.replace(/[.,;:!?。，；：！？、]+$/u, ''))}${ending}`;
}
