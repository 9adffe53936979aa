/** Second-order filter over a stream of blocks (direct form II transposed); cut-offs in Hz. */
export class Biquad {
  readonly #b: readonly [number, number, number];
  readonly #a: readonly [number, number];
  #z1 = 0;
  #z2 = 0;

  constructor(
    kind: 'lowpass' | 'highpass',
    { cutoffHz, q, sampleRateHz }: { cutoffHz: number; q: number; sampleRateHz: number },
  ) {
    const w = (2 * Math.PI * cutoffHz) / sampleRateHz;
    const alpha = Math.sin(w) / (2 * q);
    const a0 = 1 + alpha;
    const cos = Math.cos(w);
    const side = kind === 'lowpass' ? (1 - cos) / 2 : (1 + cos) / 2;
    const middle = kind === 'lowpass' ? 1 - cos : -(1 + cos);
    this.#b = [side / a0, middle / a0, side / a0];
    this.#a = [(-2 * cos) / a0, (1 - alpha) / a0];
  }

  /** Filters `input` into `output`, which may be the same array. */
  run(input: Float32Array, output: Float32Array): void {
    const [b0, b1, b2] = this.#b;
    const [a1, a2] = this.#a;
    let z1 = this.#z1;
    let z2 = this.#z2;
    for (let k = 0; k < input.length; k++) {
      const x = input[k] ?? 0;
      const y = b0 * x + z1;
      z1 = b1 * x - a1 * y + z2;
      z2 = b2 * x - a2 * y;
      output[k] = y;
    }
    // Denormals after silence make every later sample slow.
    this.#z1 = Math.abs(z1) < 1e-20 ? 0 : z1;
    this.#z2 = Math.abs(z2) < 1e-20 ? 0 : z2;
  }
}
