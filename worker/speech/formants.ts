const ORDER = 10;
const SAMPLE_RATE_HZ = 8000;
const STEP_HZ = 40;
const POINTS = 80;
const PRE_EMPHASIS = 0.97;
/** The spectrum is read inside the unit circle: neighbouring formants stay two peaks. */
const RADIUS = 0.95;
const HIGHEST_F1_HZ = 1150;
const HIGHEST_F2_HZ = 2900;
const CLOSEST_HZ = 180;
/** A peak this much weaker than a later one (6 dB) is a ripple, not the second formant. */
const SPURIOUS = 4;

/** Length of the window that `FormantFinder.find` looks at, in samples at 8 kHz. */
export const FORMANT_WINDOW = 240;

/** First two formants by linear prediction (order 10 at 8 kHz). */
export class FormantFinder {
  f1Hz = 0;
  f2Hz = 0;
  readonly #window = hamming();
  readonly #frame = new Float64Array(FORMANT_WINDOW);
  readonly #autocorrelation = new Float64Array(ORDER + 1);
  readonly #predictor = new Float64Array(ORDER + 1);
  readonly #onCircle = new Float64Array(ORDER + 1);
  readonly #previous = new Float64Array(ORDER + 1);
  readonly #spectrum = new Float64Array(POINTS);
  readonly #cos = table(Math.cos);
  readonly #sin = table(Math.sin);

  /** Looks at `FORMANT_WINDOW` samples from `from`; sets `f1Hz` and `f2Hz`, 0 where none stands out. */
  find(samples: Float32Array, from: number): void {
    this.f1Hz = 0;
    this.f2Hz = 0;
    this.#correlate(samples, from);
    if (!this.#predict()) return;
    this.#evaluate();
    this.#pickPeaks();
  }

  #correlate(samples: Float32Array, from: number): void {
    const frame = this.#frame;
    for (let k = 0; k < FORMANT_WINDOW; k++) {
      const before = samples[from + k - 1] ?? 0;
      frame[k] = ((samples[from + k] ?? 0) - PRE_EMPHASIS * before) * (this.#window[k] ?? 0);
    }
    for (let lag = 0; lag <= ORDER; lag++) {
      let sum = 0;
      for (let k = lag; k < FORMANT_WINDOW; k++) sum += (frame[k] ?? 0) * (frame[k - lag] ?? 0);
      this.#autocorrelation[lag] = sum;
    }
  }

  /** Levinson–Durbin; false for silence and for frames it cannot model. */
  #predict(): boolean {
    const r = this.#autocorrelation;
    const a = this.#predictor;
    const previous = this.#previous;
    let error = (r[0] ?? 0) * (1 + 1e-6);
    if (error < 1e-9) return false;
    a.fill(0);
    a[0] = 1;
    for (let i = 1; i <= ORDER; i++) {
      let sum = r[i] ?? 0;
      for (let j = 1; j < i; j++) sum += (a[j] ?? 0) * (r[i - j] ?? 0);
      const reflection = -sum / error;
      previous.set(a);
      for (let j = 1; j < i; j++) a[j] = (previous[j] ?? 0) + reflection * (previous[i - j] ?? 0);
      a[i] = reflection;
      error *= 1 - reflection * reflection;
      if (error <= 0) return false;
    }
    return true;
  }

  /** |A|² along the inner circle; formants are its minima. */
  #evaluate(): void {
    for (let point = 0; point < POINTS; point++) {
      this.#spectrum[point] = this.#response(point, this.#predictor);
    }
    for (let k = 0; k <= ORDER; k++) {
      this.#onCircle[k] = (this.#predictor[k] ?? 0) * RADIUS ** k;
    }
  }

  #response(point: number, predictor: Float64Array): number {
    let real = 1;
    let imaginary = 0;
    const base = point * (ORDER + 1);
    for (let k = 1; k <= ORDER; k++) {
      const value = predictor[k] ?? 0;
      real += value * (this.#cos[base + k] ?? 0);
      imaginary += value * (this.#sin[base + k] ?? 0);
    }
    return real * real + imaginary * imaginary;
  }

  #pickPeaks(): void {
    let f2Response = 0;
    for (let point = 5; point < POINTS - 1; point++) {
      const hz = this.#peakAt(point);
      if (hz === 0 || hz > HIGHEST_F2_HZ) continue;
      if (this.f1Hz === 0) {
        if (hz > HIGHEST_F1_HZ) return;
        this.f1Hz = hz;
      } else if (hz - this.f1Hz >= CLOSEST_HZ) {
        const response = this.#response(point, this.#onCircle);
        if (this.f2Hz > 0 && f2Response <= SPURIOUS * response) continue;
        this.f2Hz = hz;
        f2Response = response;
      }
    }
  }

  /** The frequency of the peak next to a point, in Hz; 0 where there is none. */
  #peakAt(point: number): number {
    const left = this.#spectrum[point - 1] ?? 0;
    const here = this.#spectrum[point] ?? 0;
    const right = this.#spectrum[point + 1] ?? 0;
    if (here > left || here >= right) return 0;
    return (point + (0.5 * (left - right)) / (left - 2 * here + right)) * STEP_HZ;
  }
}

function hamming(): Float64Array {
  return Float64Array.from(
    { length: FORMANT_WINDOW },
    (_, k) => 0.54 - 0.46 * Math.cos((2 * Math.PI * k) / (FORMANT_WINDOW - 1)),
  );
}

function table(wave: (angle: number) => number): Float64Array {
  const values = new Float64Array(POINTS * (ORDER + 1));
  for (let point = 0; point < POINTS; point++) {
    for (let k = 0; k <= ORDER; k++) {
      const angle = (2 * Math.PI * point * STEP_HZ * k) / SAMPLE_RATE_HZ;
      values[point * (ORDER + 1) + k] = wave(angle) * RADIUS ** -k;
    }
  }
  return values;
}
