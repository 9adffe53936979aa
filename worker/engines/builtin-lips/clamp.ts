export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Clamped to 0..1. */
export function unit(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** 0 at `from`, 1 at `to`, level at both ends. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = unit((value - from) / (to - from));
  return t * t * (3 - 2 * t);
}
