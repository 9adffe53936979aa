import { color } from './color.ts';
import type { Person } from './person.ts';

export interface Presenter {
  /** A role, never a person's name; also the file name. */
  readonly name: string;
  readonly title: { readonly en: string; readonly 'zh-CN': string };
  readonly description: { readonly en: string; readonly 'zh-CN': string };
  readonly person: Person;
}

const teacher: Person = {
  seed: 11,
  skin: color(0.835, 0.056, 62),
  ground: color(0.87, 0.018, 190),
  face: { cheek: 178, jaw: 134, chin: 44, length: 258 },
  eyes: { color: color(0.36, 0.05, 55), width: 86, opening: 30, tilt: 6, fold: 6.5, lashes: 0.55 },
  brows: { color: color(0.27, 0.02, 50), thickness: 13, arch: 3, density: 0.85 },
  nose: { width: 70, length: 108, bridge: 15 },
  mouth: { color: color(0.64, 0.115, 22), width: 116, upper: 15, lower: 21, smile: 7 },
  hair: { style: 'bob', color: color(0.235, 0.014, 300) },
  dress: {
    garment: 'cardigan',
    color: color(0.62, 0.045, 165),
    under: color(0.94, 0.012, 85),
    shoulders: 350,
    neck: 84,
  },
  pose: { roll: -1.5, yaw: 3 },
  age: 0.1,
  blush: 0.75,
};

const advisor: Person = {
  seed: 23,
  skin: color(0.47, 0.062, 52),
  ground: color(0.8, 0.02, 75),
  face: { cheek: 182, jaw: 154, chin: 62, length: 270 },
  eyes: { color: color(0.31, 0.045, 50), width: 85, opening: 29, tilt: 4, fold: 8, lashes: 0.2 },
  brows: { color: color(0.2, 0.015, 40), thickness: 17, arch: 3, density: 0.9 },
  nose: { width: 88, length: 112, bridge: 20 },
  mouth: { color: color(0.5, 0.075, 25), width: 130, upper: 19, lower: 25, smile: 6 },
  hair: { style: 'shaven', color: color(0.2, 0.01, 50) },
  dress: {
    garment: 'blazer',
    color: color(0.33, 0.05, 262),
    under: color(0.95, 0.008, 250),
    shoulders: 440,
    neck: 106,
  },
  pose: { roll: 1, yaw: -3 },
  age: 0.45,
  blush: 0.35,
  beard: { color: color(0.2, 0.01, 45), fullness: 0.75 },
};

const host: Person = {
  seed: 37,
  skin: color(0.86, 0.05, 50),
  ground: color(0.83, 0.03, 235),
  face: { cheek: 177, jaw: 133, chin: 44, length: 264 },
  eyes: { color: color(0.56, 0.07, 165), width: 86, opening: 32, tilt: 4, fold: 10, lashes: 0.6 },
  brows: { color: color(0.43, 0.05, 48), thickness: 13, arch: 6, density: 0.8 },
  nose: { width: 68, length: 112, bridge: 15 },
  mouth: { color: color(0.62, 0.125, 22), width: 122, upper: 15, lower: 22, smile: 8 },
  hair: { style: 'waves', color: color(0.44, 0.085, 45) },
  dress: {
    garment: 'blouse',
    color: color(0.44, 0.06, 205),
    under: color(0.9, 0.01, 80),
    shoulders: 352,
    neck: 84,
  },
  pose: { roll: 2, yaw: -4 },
  age: 0.22,
  blush: 0.85,
};

const doctor: Person = {
  seed: 41,
  skin: color(0.69, 0.07, 60),
  ground: color(0.86, 0.022, 160),
  face: { cheek: 179, jaw: 137, chin: 46, length: 264 },
  eyes: { color: color(0.33, 0.05, 50), width: 87, opening: 32, tilt: 4, fold: 9.5, lashes: 0.55 },
  brows: { color: color(0.24, 0.02, 45), thickness: 15, arch: 5, density: 0.95 },
  nose: { width: 74, length: 114, bridge: 17 },
  mouth: { color: color(0.55, 0.105, 20), width: 122, upper: 16, lower: 23, smile: 6 },
  hair: { style: 'tied', color: color(0.23, 0.018, 40) },
  dress: {
    garment: 'coat',
    color: color(0.955, 0.006, 240),
    under: color(0.5, 0.09, 300),
    shoulders: 362,
    neck: 85,
  },
  pose: { roll: -1, yaw: -3 },
  age: 0.42,
  blush: 0.5,
  earrings: color(0.82, 0.09, 85),
};

const engineer: Person = {
  seed: 53,
  skin: color(0.81, 0.062, 63),
  ground: color(0.85, 0.02, 85),
  face: { cheek: 181, jaw: 148, chin: 57, length: 264 },
  eyes: { color: color(0.35, 0.045, 55), width: 84, opening: 28, tilt: 5, fold: 6, lashes: 0.12 },
  brows: { color: color(0.24, 0.015, 45), thickness: 17, arch: 2, density: 0.95 },
  nose: { width: 74, length: 112, bridge: 17 },
  mouth: { color: color(0.63, 0.085, 26), width: 120, upper: 14, lower: 19, smile: 6 },
  hair: { style: 'crop', color: color(0.22, 0.012, 290) },
  dress: {
    garment: 'shirt',
    color: color(0.6, 0.065, 248),
    under: color(0.95, 0.01, 250),
    shoulders: 424,
    neck: 100,
  },
  pose: { roll: 1.5, yaw: 4 },
  age: 0.08,
  blush: 0.5,
  glasses: color(0.26, 0.02, 270),
};

const elder: Person = {
  seed: 67,
  skin: color(0.82, 0.055, 48),
  ground: color(0.82, 0.02, 260),
  face: { cheek: 182, jaw: 150, chin: 58, length: 270 },
  eyes: { color: color(0.58, 0.07, 245), width: 82, opening: 27, tilt: 0, fold: 7, lashes: 0.08 },
  brows: { color: color(0.66, 0.015, 80), thickness: 17, arch: 3, density: 0.8 },
  nose: { width: 78, length: 118, bridge: 19 },
  mouth: { color: color(0.64, 0.08, 26), width: 122, upper: 11, lower: 17, smile: 8 },
  hair: { style: 'receding', color: color(0.8, 0.008, 250) },
  dress: {
    garment: 'knit',
    color: color(0.42, 0.055, 30),
    under: color(0.92, 0.01, 250),
    shoulders: 424,
    neck: 104,
  },
  pose: { roll: -1.5, yaw: 3 },
  age: 1,
  blush: 0.8,
};

const counsel: Person = {
  seed: 71,
  skin: color(0.78, 0.062, 60),
  ground: color(0.84, 0.022, 60),
  face: { cheek: 176, jaw: 135, chin: 45, length: 262 },
  eyes: { color: color(0.44, 0.065, 75), width: 88, opening: 32, tilt: 5, fold: 10, lashes: 0.7 },
  brows: { color: color(0.26, 0.02, 45), thickness: 15, arch: 5, density: 0.95 },
  nose: { width: 70, length: 113, bridge: 16 },
  mouth: { color: color(0.58, 0.105, 20), width: 122, upper: 16, lower: 22, smile: 7 },
  hair: { style: 'scarf', color: color(0.46, 0.075, 272) },
  dress: {
    garment: 'blazer',
    color: color(0.36, 0.02, 280),
    under: color(0.9, 0.012, 80),
    shoulders: 352,
    neck: 84,
  },
  pose: { roll: 1.5, yaw: 3 },
  age: 0.2,
  blush: 0.65,
};

const trainer: Person = {
  seed: 83,
  skin: color(0.56, 0.07, 54),
  ground: color(0.84, 0.025, 110),
  face: { cheek: 177, jaw: 136, chin: 46, length: 262 },
  eyes: { color: color(0.32, 0.05, 50), width: 87, opening: 31, tilt: 5, fold: 9, lashes: 0.6 },
  brows: { color: color(0.2, 0.015, 40), thickness: 15, arch: 5, density: 0.9 },
  nose: { width: 82, length: 110, bridge: 18 },
  mouth: { color: color(0.51, 0.1, 20), width: 126, upper: 19, lower: 25, smile: 8 },
  hair: { style: 'curls', color: color(0.24, 0.025, 45) },
  dress: {
    garment: 'knit',
    color: color(0.72, 0.1, 75),
    under: color(0.9, 0.01, 80),
    shoulders: 356,
    neck: 84,
  },
  pose: { roll: -2, yaw: -3 },
  age: 0.12,
  blush: 0.5,
};

const producer: Person = {
  seed: 97,
  skin: color(0.76, 0.066, 58),
  ground: color(0.82, 0.022, 215),
  face: { cheek: 181, jaw: 150, chin: 58, length: 268 },
  eyes: { color: color(0.42, 0.06, 70), width: 84, opening: 29, tilt: 3, fold: 9, lashes: 0.2 },
  brows: { color: color(0.22, 0.02, 45), thickness: 18, arch: 3, density: 1 },
  nose: { width: 78, length: 116, bridge: 19 },
  mouth: { color: color(0.58, 0.085, 24), width: 124, upper: 13, lower: 19, smile: 7 },
  hair: { style: 'swept', color: color(0.24, 0.022, 45) },
  dress: {
    garment: 'shirt',
    color: color(0.93, 0.012, 90),
    under: color(0.9, 0.01, 80),
    shoulders: 424,
    neck: 102,
  },
  pose: { roll: 1.5, yaw: -4 },
  age: 0.28,
  blush: 0.5,
  beard: { color: color(0.26, 0.02, 45), fullness: 0.1 },
};

export const presenters: readonly Presenter[] = [
  {
    name: 'teacher',
    title: { en: 'Teacher', 'zh-CN': '教师' },
    description: {
      en: 'Woman with a black bob and a sage cardigan',
      'zh-CN': '黑色齐肩短发、灰绿开衫的女性',
    },
    person: teacher,
  },
  {
    name: 'advisor',
    title: { en: 'Advisor', 'zh-CN': '顾问' },
    description: {
      en: 'Man with a short beard and a navy blazer',
      'zh-CN': '蓄短须、穿藏青西装的男性',
    },
    person: advisor,
  },
  {
    name: 'host',
    title: { en: 'Host', 'zh-CN': '主持人' },
    description: {
      en: 'Woman with auburn waves and a teal blouse',
      'zh-CN': '红棕长卷发、青色上衣的女性',
    },
    person: host,
  },
  {
    name: 'doctor',
    title: { en: 'Doctor', 'zh-CN': '医生' },
    description: {
      en: 'Woman with tied dark hair and a white coat',
      'zh-CN': '束发、穿白大褂的女性',
    },
    person: doctor,
  },
  {
    name: 'engineer',
    title: { en: 'Engineer', 'zh-CN': '工程师' },
    description: {
      en: 'Young man with glasses and a blue shirt',
      'zh-CN': '戴眼镜、穿蓝衬衫的青年男性',
    },
    person: engineer,
  },
  {
    name: 'elder',
    title: { en: 'Elder', 'zh-CN': '长者' },
    description: {
      en: 'Elderly man with silver hair and a knitted pullover',
      'zh-CN': '银发、穿针织衫的老年男性',
    },
    person: elder,
  },
  {
    name: 'counsel',
    title: { en: 'Counsel', 'zh-CN': '法律顾问' },
    description: {
      en: 'Woman with an indigo headscarf and a dark blazer',
      'zh-CN': '戴靛蓝头巾、穿深色西装的女性',
    },
    person: counsel,
  },
  {
    name: 'trainer',
    title: { en: 'Trainer', 'zh-CN': '培训师' },
    description: {
      en: 'Young woman with natural curls and a yellow pullover',
      'zh-CN': '自然卷发、黄色针织衫的青年女性',
    },
    person: trainer,
  },
  {
    name: 'producer',
    title: { en: 'Producer', 'zh-CN': '制片人' },
    description: {
      en: 'Man with swept dark hair and a light shirt',
      'zh-CN': '深色短发、穿浅色衬衫的男性',
    },
    person: producer,
  },
];
