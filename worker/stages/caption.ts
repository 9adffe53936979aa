import { join } from 'node:path';
import { type CaptionCue, captionCues } from '../media/caption-cues.ts';
import { writeSrt, writeVtt } from '../media/write-captions.ts';
import type { Speech } from './speak.ts';
import type { StageContext } from './stage-context.ts';

/** Captions for lines of so many units; as many as a reader takes in by default. */
export type MakeCaptions = (lineUnits?: number) => CaptionCue[];

export type Captions = { cues: MakeCaptions; path: string | null };

/** Captions of speech made here, and a file of them beside the result where one is asked for. */
export function caption({ work }: StageContext, text: string, speech: Speech): Captions {
  const words = speech.words.map(({ start, end, ...word }) => ({
    ...word,
    startMs: start * 1000,
    endMs: end * 1000,
  }));
  const cues: MakeCaptions = (lineUnits) => captionCues({ words, text }, lineUnits);
  const wanted = work.options.captions;
  if (wanted !== 'vtt' && wanted !== 'srt') return { cues, path: null };
  const path = join(work.workDir, `captions.${wanted}`);
  if (wanted === 'vtt') writeVtt(path, cues());
  else writeSrt(path, cues());
  return { cues, path };
}
