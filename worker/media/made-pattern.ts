/** Pictures for tests, made by code: `flashAt` is a white frame among black ones, `until` ends a black lead-in. */
export type MadePattern =
  | { kind: 'block' }
  | { kind: 'waves' }
  | { kind: 'plain'; rgb: [number, number, number] }
  | { kind: 'patches'; colours: [number, number, number][] }
  | { kind: 'flash'; flashAt: number }
  | { kind: 'lead-in'; until: number };

export function paintPattern(
  pattern: MadePattern,
  index: number,
  target: { out: Uint8Array; width: number },
): void {
  const pixels = new Uint32Array(target.out.buffer, target.out.byteOffset, target.out.length / 4);
  const at = (x: number) => patternColour(pattern, index, x / target.width);
  if (pattern.kind === 'plain') pixels.fill(packed(pattern.rgb));
  else if (pattern.kind === 'patches' || pattern.kind === 'flash') {
    const row = Uint32Array.from({ length: target.width }, (_, x) => packed(at(x)));
    for (let from = 0; from < pixels.length; from += row.length) pixels.set(row, from);
  } else if (pattern.kind === 'waves') paintWaves(pixels, index, target.width);
  else if (pattern.kind === 'lead-in' && index < pattern.until) pixels.fill(packed([0, 0, 0]));
  else paintBlock(pixels, index, target.width);
}

type Rgb = [number, number, number];

function patternColour(pattern: MadePattern, index: number, x01: number): Rgb {
  if (pattern.kind === 'flash') return index === pattern.flashAt ? [255, 255, 255] : [0, 0, 0];
  if (pattern.kind !== 'patches') return [0, 0, 0];
  return pattern.colours[Math.floor(x01 * pattern.colours.length)] ?? [0, 0, 0];
}

function paintWaves(pixels: Uint32Array, index: number, width: number): void {
  for (let at = 0; at < pixels.length; at++) {
    const level = Math.sin((at % width) * 0.9 + index * 0.3) + Math.sin(at * 0.0071 - index * 0.2);
    pixels[at] = packed([128 + 60 * level, 128 + 40 * level, 100]);
  }
}

function paintBlock(pixels: Uint32Array, index: number, width: number): void {
  pixels.fill(packed([90, 120, 150]));
  const side = Math.floor(pixels.length / width / 4);
  const left = (index * 4) % (width - side);
  for (let y = side; y < 2 * side; y++) {
    const row = y * width + left;
    pixels.fill(packed([220, 60, (index * 8) % 256]), row, row + side);
  }
}

function packed([r, g, b]: Rgb): number {
  return (r | (g << 8) | (b << 16) | (255 << 24)) >>> 0;
}
