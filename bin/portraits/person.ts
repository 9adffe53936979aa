import type { Color } from './color.ts';

export interface FaceShape {
  /** Half widths in head pixels: cheekbone about 182, jaw at mouth level about 142, chin about 54. */
  readonly cheek: number;
  readonly jaw: number;
  readonly chin: number;
  /** Eye line to chin; about 265. */
  readonly length: number;
}

export interface EyeShape {
  readonly color: Color;
  readonly width: number;
  readonly opening: number;
  /** Outer corner above the inner one, pixels. */
  readonly tilt: number;
  /** Height of the lid fold over the lash line, pixels. */
  readonly fold: number;
  /** 0..1 */
  readonly lashes: number;
}

export interface BrowShape {
  readonly color: Color;
  readonly thickness: number;
  readonly arch: number;
  /** Share of hairs drawn, 0..1. */
  readonly density: number;
}

export interface NoseShape {
  readonly width: number;
  readonly length: number;
  readonly bridge: number;
}

export interface MouthShape {
  readonly color: Color;
  /** Corner to corner, pixels. */
  readonly width: number;
  readonly upper: number;
  readonly lower: number;
  /** Lift of the corners, pixels. */
  readonly smile: number;
}

export type HairStyle =
  | 'bob'
  | 'waves'
  | 'swept'
  | 'crop'
  | 'tied'
  | 'receding'
  | 'shaven'
  | 'curls'
  | 'scarf'
  | 'none';

export interface Hair {
  readonly style: HairStyle;
  /** Of the scarf, where the style is one. */
  readonly color: Color;
}

export type Garment = 'blazer' | 'knit' | 'coat' | 'shirt' | 'blouse' | 'cardigan';

export interface Dress {
  readonly garment: Garment;
  readonly color: Color;
  readonly under: Color;
  /** Half width of the shoulders in head pixels. */
  readonly shoulders: number;
  /** Half width of the neck. */
  readonly neck: number;
}

export interface Beard {
  readonly color: Color;
  /** 0 is a shadow on the skin, 1 a full beard. */
  readonly fullness: number;
}

/** How the head is held; degrees, positive roll is clockwise, positive yaw to the picture's right. */
export interface Pose {
  readonly roll: number;
  readonly yaw: number;
}

export interface Person {
  readonly seed: number;
  readonly skin: Color;
  readonly ground: Color;
  readonly face: FaceShape;
  readonly eyes: EyeShape;
  readonly brows: BrowShape;
  readonly nose: NoseShape;
  readonly mouth: MouthShape;
  readonly hair: Hair;
  readonly dress: Dress;
  readonly pose: Pose;
  /** Lines of life, 0..1. */
  readonly age: number;
  readonly blush: number;
  readonly beard?: Beard;
  readonly glasses?: Color;
  readonly earrings?: Color;
}
