import type { Chance } from './seeded.ts';

const EXTREMES = [0, 1, 0x7f, 0xff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_fff0];
const HEADER_BYTES = 512;

type Mutation = (bytes: Buffer, chance: Chance, other: Buffer) => Buffer;

/** Ways in which files are damaged, by accident or on purpose. */
const MUTATIONS: Record<string, Mutation> = {
  'with a bit flipped'(bytes, chance) {
    const copy = Buffer.from(bytes);
    const at = chance.below(copy.length);
    copy[at] = (copy[at] ?? 0) ^ (1 << chance.below(8));
    return copy;
  },
  'with something behind it': (bytes, chance, other) =>
    Buffer.concat([bytes, other.subarray(0, 1 + chance.below(other.length))]),
  flipped(bytes, chance) {
    const copy = Buffer.from(bytes);
    for (let n = 1 + chance.below(32); n > 0; n--) {
      const at = chance.below(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << chance.below(8));
    }
    return copy;
  },
  'flipped in its header'(bytes, chance) {
    const copy = Buffer.from(bytes);
    const end = Math.min(HEADER_BYTES, copy.length);
    for (let n = 1 + chance.below(8); n > 0; n--) copy[chance.below(end)] = chance.below(256);
    return copy;
  },
  'with extreme numbers'(bytes, chance) {
    const copy = Buffer.from(bytes);
    for (let n = 1 + chance.below(4); n > 0; n--) {
      const at = chance.below(Math.max(1, copy.length - 4));
      if (chance.below(2) === 0) copy.writeUInt32BE(chance.pick(EXTREMES), at);
      else copy.writeUInt32LE(chance.pick(EXTREMES), at);
    }
    return copy;
  },
  truncated: (bytes, chance) => bytes.subarray(0, chance.below(bytes.length)),
  'without its beginning': (bytes, chance) => bytes.subarray(chance.below(bytes.length)),
  'with a hole'(bytes, chance) {
    const [from, to] = range(bytes, chance);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  'with zeros'(bytes, chance) {
    const [from, to] = range(bytes, chance);
    return Buffer.from(bytes).fill(0, from, to);
  },
  'with a part repeated'(bytes, chance) {
    const [from, to] = range(bytes, chance);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  'with noise'(bytes, chance) {
    const copy = Buffer.from(bytes);
    const [from, to] = range(bytes, chance);
    for (let at = from; at < to; at++) copy[at] = chance.below(256);
    return copy;
  },
  'begun as another': (bytes, chance, other) =>
    Buffer.concat([other.subarray(0, chance.below(HEADER_BYTES)), bytes]),
  'ended as another': (bytes, chance, other) =>
    Buffer.concat([bytes.subarray(0, chance.below(bytes.length)), other]),
};

function range(bytes: Buffer, chance: Chance): [from: number, to: number] {
  const from = chance.below(bytes.length);
  return [from, Math.min(bytes.length, from + 1 + chance.below(Math.ceil(bytes.length / 4)))];
}

/** Mostly one mutation, else up to three on top of each other; never empty. */
export function mutate(
  bytes: Buffer,
  chance: Chance,
  other: Buffer,
): { how: string; bytes: Buffer } {
  const names = Array.from({ length: Math.max(1, chance.below(6) - 2) }, () =>
    chance.pick(Object.keys(MUTATIONS)),
  );
  const mutated = names.reduce(
    (damaged, name) => (damaged.length > 8 && MUTATIONS[name]?.(damaged, chance, other)) || damaged,
    bytes,
  );
  return { how: names.join(', '), bytes: mutated.length > 0 ? mutated : Buffer.from([0]) };
}
