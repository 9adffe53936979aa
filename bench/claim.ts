/** A measured promise: `value` against `target`, from `samples` whose spread says how far to trust it. */
export type Claim = {
  name: string;
  value: number;
  unit: string;
  target: { atLeast: number } | { atMost: number };
  holds: boolean;
  samples: number;
  /** Largest minus smallest sample, as a share of the median; null where samples are themselves the distribution. */
  spread: number | null;
  /** What stands beside the figure: the limit or peer measured in the same run. */
  notes: string[];
};

export type Measurement = Pick<Claim, 'name' | 'unit' | 'target' | 'notes'> & { samples: number[] };

/** A claim whose value is the median of its samples. */
export function claimOf({ samples, ...claim }: Measurement): Claim {
  const sorted = samples.toSorted((a, b) => a - b);
  const value = percentile(sorted, 50);
  const spread = ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / value;
  return { ...claim, value, holds: meets(value, claim.target), samples: samples.length, spread };
}

export function meets(value: number, target: Claim['target']): boolean {
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

/** Nearest-rank percentile of ascending values. */
export function percentile(sorted: number[], rank: number): number {
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? Number.NaN;
}
