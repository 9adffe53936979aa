import { aigcLabel } from '../worker/media/aigc.ts';
import { writeWav } from '../worker/media/wav-writer.ts';

const RATE_HZ = 16_000;

/** A recording of so many seconds, three syllables each. */
export function writeHum(path: string, seconds: number): string {
  const aigc = aigcLabel({ producer: 'mouthpiece', produceId: 'bench' });
  writeWav(path, hum(seconds), { sampleRateHz: RATE_HZ, aigc });
  return path;
}

function* hum(seconds: number): Generator<Float32Array> {
  for (let second = 0; second < seconds; second++) {
    yield Float32Array.from({ length: RATE_HZ }, (_, at) => {
      const syllable = Math.max(0, Math.sin((2 * Math.PI * 3 * at) / RATE_HZ));
      return 0.4 * syllable * Math.sin((2 * Math.PI * 140 * at) / RATE_HZ);
    });
  }
}
