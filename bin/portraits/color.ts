/** OKLCH: lightness 0..1, chroma 0..0.4, hue in degrees. */
export interface Color {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

export function color(l: number, c: number, h: number): Color {
  return { l, c, h };
}

export function shift(base: Color, change: { l?: number; c?: number; h?: number }): Color {
  return {
    l: Math.min(0.985, Math.max(0.05, base.l + (change.l ?? 0))),
    c: Math.max(0, base.c * (change.c ?? 1)),
    h: base.h + (change.h ?? 0),
  };
}

function encodeChannel(linear: number): string {
  const clamped = Math.min(1, Math.max(0, linear));
  const srgb = clamped <= 0.0031308 ? clamped * 12.92 : 1.055 * clamped ** (1 / 2.4) - 0.055;
  return Math.round(srgb * 255)
    .toString(16)
    .padStart(2, '0');
}

/** sRGB hex of an OKLCH colour (Ottosson's matrices), clipped to gamut. */
export function hex({ l, c, h }: Color): string {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short;
  const green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short;
  const blue = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short;
  return `#${encodeChannel(red)}${encodeChannel(green)}${encodeChannel(blue)}`;
}

/** The tones one skin is painted with. Hair and cloth use the same steps. */
export interface Tones {
  readonly glow: string;
  readonly light: string;
  readonly base: string;
  readonly shade: string;
  readonly deep: string;
  readonly dark: string;
  readonly blush: string;
  readonly lip: string;
  readonly lipShade: string;
  readonly lipLight: string;
}

/** Shadows of skin turn redder and richer, lights paler and a little yellower. */
export function skinTones(skin: Color, lips: Color): Tones {
  const depth = 0.55 + 0.45 * skin.l;
  return {
    glow: hex(shift(skin, { l: 0.11, c: 1.06 - 0.52 * skin.l, h: 8 })),
    light: hex(shift(skin, { l: 0.05, c: 1.15 - 0.36 * skin.l, h: 5 })),
    base: hex(skin),
    shade: hex(shift(skin, { l: -0.115 * depth, c: 0.9 + 0.4 * skin.l, h: -8 })),
    deep: hex(shift(skin, { l: -0.235 * depth, c: 0.72 + 0.72 * skin.l, h: -13 })),
    dark: hex(shift(skin, { l: -0.43 * depth, c: 0.5 + 0.6 * skin.l, h: -16 })),
    blush: hex({ l: skin.l - 0.07 * skin.l, c: skin.c + 0.058 * skin.l, h: 30 }),
    lip: hex(lips),
    lipShade: hex(shift(lips, { l: -0.09, c: 1.05, h: -4 })),
    lipLight: hex(shift(lips, { l: 0.1, c: 0.8, h: 4 })),
  };
}
