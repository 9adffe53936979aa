import { color } from './color.ts';
import type { Person } from './person.ts';

/** The face of the tests: nothing on it hides a landmark. */
export const plainPerson: Person = {
  seed: 1,
  skin: color(0.8, 0.062, 57),
  ground: color(0.86, 0.02, 240),
  face: { cheek: 180, jaw: 142, chin: 54, length: 265 },
  eyes: { color: color(0.42, 0.06, 60), width: 80, opening: 29, tilt: 4, fold: 9, lashes: 0.4 },
  brows: { color: color(0.34, 0.03, 50), thickness: 15, arch: 5, density: 0.9 },
  nose: { width: 72, length: 112, bridge: 17 },
  mouth: { color: color(0.62, 0.1, 24), width: 122, upper: 16, lower: 22, smile: 4 },
  hair: { style: 'swept', color: color(0.3, 0.03, 50) },
  dress: {
    garment: 'knit',
    color: color(0.5, 0.06, 220),
    under: color(0.9, 0.01, 80),
    shoulders: 410,
    neck: 92,
  },
  pose: { roll: 0, yaw: 0 },
  age: 0.2,
  blush: 0.6,
};
