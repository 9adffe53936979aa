import { join } from 'node:path';
import type { TimedPhoneme } from '#/domain/speech-timing.ts';
import type { StoredWord } from '#/domain/task.ts';
import { aigcLabel } from '../media/aigc.ts';
import { WavWriter } from '../media/wav-writer.ts';
import type { StageContext } from './stage-context.ts';

export type Speech = {
  path: string;
  engine: string;
  durationMs: number;
  words: StoredWord[];
  phonemes: TimedPhoneme[];
};

/**
 * Speaks the text into a WAV file of the work folder.
 * @param span how much of the task's progress this stage is, 0..1
 */
export async function speak(
  context: StageContext,
  request: { text: string; voice: string | undefined; span: number },
): Promise<Speech> {
  const { work, engines, signal } = context;
  const engine = engines.speech(work.options.engine);
  const voice = request.voice?.slice('voice:'.length) ?? engines.voiceFor(request.text);
  const path = join(work.workDir, 'speech.wav');
  const report = (progress: number) =>
    context.report({
      stage: 'speech',
      progress: progress * request.span,
      engine: engine.info.name,
    });
  report(0);
  const speech: Speech = { path, engine: engine.info.name, durationMs: 0, words: [], phonemes: [] };
  let samples = 0;
  using writer = new WavWriter(path, {
    sampleRateHz: engine.sampleRateHz,
    aigc: aigcLabel({ producer: 'mouthpiece', produceId: work.taskId }),
  });
  const pieces = engine.speak(
    { text: request.text, voice },
    { signal, progress: (done, due) => report(due > 0 ? done / due : 1) },
  );
  for await (const piece of pieces) {
    writer.push(piece.samples);
    samples += piece.samples.length;
    speech.phonemes.push(...piece.phonemes);
    for (const { text, offset, startMs, endMs } of piece.words) {
      speech.words.push({ text, offset, start: secondsOf(startMs), end: secondsOf(endMs) });
    }
  }
  writer.finish();
  speech.durationMs = (samples / engine.sampleRateHz) * 1000;
  return speech;
}

function secondsOf(ms: number): number {
  return Math.round(ms) / 1000;
}
