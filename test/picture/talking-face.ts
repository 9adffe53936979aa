import sharp from 'sharp';
import { drawTestFace } from '../../bin/portraits/test-face.ts';
import { openEngines } from '../../worker/engines/registry.ts';
import type { MouthTrack, TimedPhoneme } from '../../worker/speech/mouth-track.ts';
import { createFaceFinder } from '../../worker/vision/find-faces.ts';

/** A drawn face whose mouth is where the drawing says, whatever a detector finds. */
export type TalkingFace = AsyncDisposable & {
  /** Aperture in every frame: height of the inside of the mouth at its middle ÷ width of the mouth, as drawn. */
  apertures(track: MouthTrack): number[];
};

const SIDE = 512;
const DROP = 45;

export async function drawTalkingFace(): Promise<TalkingFace> {
  const { svg, landmarks } = drawTestFace({ width: SIDE, height: SIDE });
  const data = new Uint8Array(await sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer());
  const picture = { width: SIDE, height: SIDE, data };
  await using finder = await createFaceFinder();
  const [face] = await finder.find(picture);
  if (!face) throw new Error('the test face was not found');
  const engines = await openEngines();
  const [left] = landmarks.mouthLeft;
  const [right] = landmarks.mouthRight;
  const column = Math.round((left + right) / 2);
  const top = Math.round(landmarks.upperLipTop[1]) - 8;
  const bottom = Math.round(landmarks.lowerLipBottom[1]) + DROP;
  const height = (frame: Uint8Array) => insideHeight(frame, { column, top, bottom });
  const crease = height(data);
  return {
    apertures(track) {
      const still = { picture, face, track, expression: 0, headMotion: 0, seed: 1 };
      const renderer = engines.lips(undefined)(still);
      const frame = new Uint8Array(data.length);
      return Array.from({ length: track.frames }, (_, index) => {
        renderer.render(index, frame);
        return Math.max(0, height(frame) - crease) / (right - left);
      });
    },
    [Symbol.asyncDispose]: () => engines[Symbol.asyncDispose](),
  };
}

/** Pixels of a column that are neither lip nor skin: dark cavity, or teeth, which have hardly any colour. */
function insideHeight(
  frame: Uint8Array,
  strip: { column: number; top: number; bottom: number },
): number {
  let count = 0;
  for (let y = strip.top; y < strip.bottom; y++) {
    const at = (y * SIDE + strip.column) * 4;
    const [r = 0, g = 0, b = 0] = frame.subarray(at, at + 3);
    const colour = (Math.max(r, g, b) - Math.min(r, g, b)) / Math.max(r, g, b, 1);
    if (r < 120 || colour < 0.28) count += 1;
  }
  return count;
}

export type Utterance = { phonemes: TimedPhoneme[]; durationMs: number };

/** What the embedded voice says for a text, as times. */
export async function utter(text: string): Promise<Utterance> {
  await using engines = await openEngines();
  const voice = engines.voiceFor(text);
  const engine = engines.speech(undefined);
  const phonemes: TimedPhoneme[] = [];
  let samples = 0;
  const context = { signal: new AbortController().signal, progress: () => {} };
  for await (const piece of engine.speak({ text, voice }, context)) {
    phonemes.push(...piece.phonemes);
    samples += piece.samples.length;
  }
  return { phonemes, durationMs: (samples / engine.sampleRateHz) * 1000 };
}
