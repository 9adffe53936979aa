/** The loudest sample of each of `count` equal stretches, scaled so that the loudest of all is 1; 0..1 each. */
export function peaksOf(samples: Float32Array, count: number): Float32Array {
  const peaks = new Float32Array(count);
  let loudest = 0;
  for (let bar = 0; bar < count; bar++) {
    const end = Math.floor(((bar + 1) * samples.length) / count);
    let peak = 0;
    for (let i = Math.floor((bar * samples.length) / count); i < end; i++) {
      peak = Math.max(peak, Math.abs(samples[i] ?? 0));
    }
    peaks[bar] = peak;
    loudest = Math.max(loudest, peak);
  }
  if (loudest > 0) for (let bar = 0; bar < count; bar++) peaks[bar] = (peaks[bar] ?? 0) / loudest;
  return peaks;
}

const DECODE_RATE_HZ = 8_000;
const MAX_DECODED_BYTES = 120_000_000;

/** Decodes a recording at a low rate, enough to draw it. Throws what the browser's decoder throws. */
export async function readPeaks(
  source: Blob | string,
  options: { count: number; signal: AbortSignal },
): Promise<Float32Array> {
  const bytes = await readBytes(source, options.signal);
  if (bytes.byteLength > MAX_DECODED_BYTES) throw new Error('Too large to draw');
  const decoded = await new OfflineAudioContext(1, 1, DECODE_RATE_HZ).decodeAudioData(bytes);
  return peaksOf(decoded.getChannelData(0), options.count);
}

async function readBytes(source: Blob | string, signal: AbortSignal): Promise<ArrayBuffer> {
  if (typeof source !== 'string') return source.arrayBuffer();
  const response = await fetch(source, { signal });
  if (!response.ok) throw new Error(`The recording answered ${response.status}`);
  return response.arrayBuffer();
}
