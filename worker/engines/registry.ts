import { AppError } from '#/domain/errors.ts';
import type { Voice } from '#/domain/voice.ts';
import type { Capabilities, EngineCapability } from '#/domain/worker.ts';
import { createFootageLipRenderer } from './builtin-lips/footage-lip-renderer.ts';
import { BUILTIN_LIPS, createStillLipRenderer } from './builtin-lips/still-lip-renderer.ts';
import type {
  EngineInfo,
  FootageLipRenderer,
  FootageLipRequest,
  SpeechEngine,
  StillLipRenderer,
  StillLipRequest,
} from './engine.ts';
import { createEspeak } from './espeak/espeak.ts';
import { ESPEAK_VOICES, voiceForText } from './espeak/voices.ts';

/** Options that the picture pipeline honours whatever engine moves the lips, with the values allowed; null for all. */
const PICTURE_OPTIONS: EngineCapability['options'] = {
  resolution: null,
  fps: null,
  quality: null,
  face: null,
  label: null,
  label_language: null,
  expression: null,
  format: null,
  codec: null,
  watermark: null,
  cache: [false],
};

/** Options that only make sense with one kind of input. */
const PICTURE_INPUTS: EngineCapability['inputs'] = {
  image: { head_motion: null },
  video: { length: null, start: null, end: null },
};

/** The one door to the engines: created once per slot, warm between tasks. */
export type Engines = AsyncDisposable & {
  capabilities: Capabilities;
  /** @throws AppError `unsupported_option` when no engine of that name can speak */
  speech(name: string | undefined): SpeechEngine;
  /** The voice to use where none is asked for. */
  voiceFor(text: string): string;
  /** @throws AppError `unsupported_option` when no engine of that name can move lips */
  lips(name: string | undefined): (request: StillLipRequest) => StillLipRenderer;
  /** The same for footage. */
  footageLips(name: string | undefined): (request: FootageLipRequest) => FootageLipRenderer;
};

export async function openEngines(): Promise<Engines> {
  const espeak = await createEspeak();
  const voices: Voice[] = ESPEAK_VOICES.map(({ name, language, title, gender }) => ({
    name,
    language,
    title,
    gender,
    engine: espeak.info.name,
  }));
  return {
    capabilities: {
      engines: [
        announce(espeak.info, {
          inputs: { speech_text: { captions: ['burned'] } },
          options: { captions: ['none', 'vtt', 'srt'], cache: [false] },
        }),
        announce(BUILTIN_LIPS, { inputs: PICTURE_INPUTS, options: PICTURE_OPTIONS }),
      ],
      voices,
    },
    speech: (name) => choose(name, [[espeak.info, espeak]]),
    voiceFor: voiceForText,
    lips: (name) => choose(name, [[BUILTIN_LIPS, createStillLipRenderer]]),
    footageLips: (name) => choose(name, [[BUILTIN_LIPS, createFootageLipRenderer]]),
    [Symbol.asyncDispose]: () => espeak[Symbol.asyncDispose](),
  };
}

function announce(
  info: EngineInfo,
  given: Pick<EngineCapability, 'inputs' | 'options'>,
): EngineCapability {
  const { name, version, stages } = info;
  return { name, version, stages: [...stages], ...given };
}

/** A name that belongs to an engine of another stage leaves this stage its best engine. */
function choose<E>(name: string | undefined, engines: [EngineInfo, E][]): E {
  const found = engines.find(([info]) => info.name === name) ?? engines[0];
  if (!found) throw new AppError('unsupported_option', 'No engine for this is installed');
  return found[1];
}
