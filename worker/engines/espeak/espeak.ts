import { setImmediate } from 'node:timers/promises';
import type { EspeakEvent, EspeakWorker } from '@echogarden/espeak-ng-emscripten';
import loadEspeak from '@echogarden/espeak-ng-emscripten';
import espeakPackage from '@echogarden/espeak-ng-emscripten/package.json' with { type: 'json' };
import { AppError } from '#/domain/errors.ts';
import type { TimedPhoneme, TimedWord } from '../../speech/mouth-track.ts';
import type { EngineContext, SpeechEngine, SpeechPiece } from '../engine.ts';
import { type Clause, clausesOf } from './clauses.ts';
import { phonemesOf, wordsOf } from './events.ts';
import { isSpeakable, type SpokenText, toSpokenText } from './spoken-text.ts';
import { type EspeakVoice, findEspeakVoice } from './voices.ts';

/** Silence before the first sound, so that the mouth is seen at rest before it opens. */
const LEAD_IN_MS = 120;
const TAIL_MS = 200;

/** The embedded voices: espeak-ng in WASM (GPL-3.0, a separate package). Starts in about 0.1 s. */
export async function createEspeak(): Promise<SpeechEngine> {
  const espeak = await loadEspeak({ print: () => undefined, printErr: () => undefined });
  const worker = new espeak.eSpeakNGWorker();
  const sampleRateHz = worker.get_samplerate();
  return {
    info: {
      name: 'espeak',
      version: espeakPackage.version,
      stages: ['speech'],
      licence: 'GPL-3.0-or-later',
    },
    sampleRateHz,
    speak: (request, context) => speak({ worker, sampleRateHz }, request, context),
    async [Symbol.asyncDispose]() {},
  };
}

type Synthesizer = { worker: EspeakWorker; sampleRateHz: number };

async function* speak(
  synthesizer: Synthesizer,
  request: { text: string; voice: string },
  context: EngineContext,
): AsyncGenerator<SpeechPiece> {
  const voice = findEspeakVoice(request.voice);
  if (!voice) throw new AppError('validation_failed', 'There is no voice of this name.');
  const spoken = toSpokenText(request.text, voice.language);
  if (!isSpeakable(spoken)) throw unspeakable();
  const clock = { ms: 0, samples: 0, phonemes: 0 };
  yield silence(synthesizer, clock, LEAD_IN_MS);
  for (const clause of clausesOf(spoken)) {
    await setImmediate();
    context.signal.throwIfAborted();
    for (const run of runsOf(spoken, clause)) {
      const piece = synthesize(synthesizer, { text: request.text, spoken, run, voice }, clock);
      if (piece.samples.length > 0) yield piece;
    }
    if (clause.pauseMs > 0) yield silence(synthesizer, clock, clause.pauseMs);
    context.progress(spoken.offsets[clause.to] ?? request.text.length, request.text.length);
  }
  if (clock.phonemes === 0) throw unspeakable();
  yield silence(synthesizer, clock, TAIL_MS);
}

function unspeakable(): AppError {
  return new AppError('text_unspeakable', 'The text holds no words or numbers that can be spoken.');
}

type Clock = { ms: number; samples: number; phonemes: number };

function silence({ sampleRateHz }: Synthesizer, clock: Clock, ms: number): SpeechPiece {
  const samples = new Float32Array(Math.round((ms * sampleRateHz) / 1000));
  advance(clock, samples.length, sampleRateHz);
  return { samples, words: [], phonemes: [] };
}

function advance(clock: Clock, samples: number, sampleRateHz: number): void {
  clock.samples += samples;
  clock.ms = (clock.samples * 1000) / sampleRateHz;
}

type Run = { from: number; to: number; han: boolean };

/**
 * An English voice hands Han characters to its Mandarin twin (alone it would only say "Chinese letter");
 * a Mandarin voice reads Latin words itself.
 */
function* runsOf(spoken: SpokenText, clause: Clause): Generator<Run> {
  if (spoken.language === 'zh') {
    const han = spoken.chars.slice(clause.from, clause.to).some(isHan);
    yield { from: clause.from, to: clause.to, han };
    return;
  }
  let from = clause.from;
  let han: boolean | null = null;
  for (let at = clause.from; at < clause.to; at++) {
    const char = spoken.chars[at] ?? '';
    if (!/[\p{L}\p{N}]/u.test(char)) continue;
    if (han !== null && han !== isHan(char)) {
      yield { from, to: at, han };
      from = at;
    }
    han = isHan(char);
  }
  if (han !== null) yield { from, to: clause.to, han };
}

function isHan(char: string): boolean {
  return /\p{Script=Han}/u.test(char);
}

type Saying = { text: string; spoken: SpokenText; run: Run; voice: EspeakVoice };

function synthesize(synthesizer: Synthesizer, saying: Saying, clock: Clock): SpeechPiece {
  const { spoken, run } = saying;
  const chars = spoken.chars.slice(run.from, run.to);
  if (!isSpeakable({ ...spoken, chars })) {
    return { samples: new Float32Array(), words: [], phonemes: [] };
  }
  const { samples, events } = sound(synthesizer, saying, chars.join(''));
  const durationMs = (samples.length * 1000) / synthesizer.sampleRateHz;
  const offsets = spoken.offsets.slice(run.from, run.to);
  const said = { text: saying.text, chars, offsets, events, durationMs };
  const phonemes = phonemesOf(said);
  const words = wordsOf(said, phonemes);
  const startMs = clock.ms;
  advance(clock, samples.length, synthesizer.sampleRateHz);
  clock.phonemes += phonemes.length;
  return { samples, words: shift(words, startMs), phonemes: shift(phonemes, startMs) };
}

function shift<Timed extends TimedPhoneme | TimedWord>(items: Timed[], ms: number): Timed[] {
  return items.map((item) => ({ ...item, startMs: item.startMs + ms, endMs: item.endMs + ms }));
}

function sound({ worker }: Synthesizer, { voice, run }: Saying, text: string) {
  const name = run.han ? voice.han : voice.latin;
  if (worker.set_voice(name) !== 0) {
    throw new AppError('engine_failed', 'The voice could not be loaded.');
  }
  worker.set_rate(voice.rate);
  worker.set_pitch(voice.pitch);
  worker.set_range(voice.range);
  const pieces: Int16Array[] = [];
  const events: EspeakEvent[] = [];
  worker.synthesize(text, (samples, more) => {
    pieces.push(samples);
    events.push(...more);
    return false;
  });
  return { samples: toFloat(pieces), events };
}

function toFloat(pieces: Int16Array[]): Float32Array {
  const samples = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    for (const value of piece) samples[at++] = value / 32768;
  }
  return samples;
}
