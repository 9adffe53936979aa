import { type Color, color } from './color.ts';
import { eyeCorners, irisCentre } from './draw-eyes.ts';
import { faceOutline, jawDropOf } from './draw-head.ts';
import { planMouth } from './draw-mouth.ts';
import { drawPerson, type Frame, studioFor } from './draw-person.ts';
import type { Point } from './geometry.ts';
import type { Person } from './person.ts';
import { plainPerson } from './plain-person.ts';
import type { Studio } from './portrait-parts.ts';

export interface TestFaceOptions {
  /** Picture size in pixels. */
  readonly width: number;
  readonly height: number;
  /** 0 closed … 1 wide open. */
  readonly mouthOpen?: number;
  /** Corner to corner in head pixels (a head is about 530 high); 122 unless told. */
  readonly mouthWidth?: number;
  /** Degrees, positive clockwise. */
  readonly roll?: number;
  /** Degrees, positive to the picture's right; features move, the outline stays: good to about 20. */
  readonly yaw?: number;
  /** Picture pixels per head pixel. */
  readonly scale?: number;
  /** The point between the eyes, in picture pixels. */
  readonly centre?: Point;
  readonly skin?: Color;
  /** Exposure: 1 as painted, 0 black, above 1 brighter. */
  readonly light?: number;
  readonly glasses?: boolean;
  readonly beard?: boolean;
}

/** An eye in picture pixels. */
export interface EyeLandmarks {
  readonly inner: Point;
  readonly outer: Point;
  readonly centre: Point;
}

/** Picture pixels, known from the drawing itself; left and right are the picture's. */
export interface FaceLandmarks {
  readonly mouthLeft: Point;
  readonly mouthRight: Point;
  readonly upperLipTop: Point;
  readonly lowerLipBottom: Point;
  /** The edges of the opening in its middle; one point when the mouth is closed. */
  readonly upperLipInner: Point;
  readonly lowerLipInner: Point;
  readonly leftEye: EyeLandmarks;
  readonly rightEye: EyeLandmarks;
  readonly noseTip: Point;
  readonly chin: Point;
  /** Around the face, hair and ears left out. */
  readonly outline: readonly Point[];
}

/** A face whose pose, mouth opening and landmarks are known exactly. */
export function drawTestFace(options: TestFaceOptions): { svg: string; landmarks: FaceLandmarks } {
  const { width, height, roll = 0, yaw = 0, light = 1 } = options;
  const frame: Frame = {
    width,
    height,
    centre: options.centre ?? [width / 2, height * 0.43],
    scale: options.scale ?? Math.min(width, height) / 1024,
    ground: true,
    mouthOpen: options.mouthOpen ?? 0,
    turnBody: true,
  };
  const person: Person = {
    ...plainPerson,
    skin: options.skin ?? plainPerson.skin,
    mouth: { ...plainPerson.mouth, width: options.mouthWidth ?? plainPerson.mouth.width },
    pose: { roll, yaw },
    ...(options.glasses === true ? { glasses: color(0.26, 0.02, 270) } : {}),
    ...(options.beard === true ? { beard: { color: color(0.27, 0.03, 45), fullness: 0.6 } } : {}),
  };
  const svg = drawPerson(person, frame);
  return {
    svg: exposed(svg, frame, light),
    landmarks: landmarksOf(studioFor(person, frame), frame),
  };
}

function exposed(svg: string, { width, height }: Frame, light: number): string {
  if (light === 1) return svg;
  const veil = light < 1 ? '#000' : '#fff';
  const strength = Math.min(0.95, light < 1 ? 1 - light : (light - 1) * 0.5);
  return svg.replace(
    '</svg>',
    `<path d="M0 0h${width}v${height}H0Z" fill="${veil}" opacity="${strength.toFixed(3)}"/></svg>`,
  );
}

function landmarksOf(studio: Studio, { centre, scale }: Frame): FaceLandmarks {
  const { person, brush } = studio;
  const angle = (person.pose.roll * Math.PI) / 180;
  const put = ([x, y]: Point): Point => [
    centre[0] + scale * (x * Math.cos(angle) - y * Math.sin(angle)),
    centre[1] + scale * (x * Math.sin(angle) + y * Math.cos(angle)),
  ];
  const mouth = planMouth(studio);
  const lips = brush.lifted(14);
  const lip = (points: readonly Point[], i: number) => put(lips.place(points.at(i) ?? [0, 0]));
  const eye = (side: 1 | -1): EyeLandmarks => {
    const { inner, outer } = eyeCorners(studio, side);
    return { inner: put(inner), outer: put(outer), centre: put(irisCentre(studio, side)) };
  };
  return {
    mouthLeft: lip(mouth.upperInner, 0),
    mouthRight: lip(mouth.upperInner, -1),
    upperLipTop: lip(mouth.upperOuter, 4),
    lowerLipBottom: lip(mouth.lowerOuter, 4),
    upperLipInner: lip(mouth.upperInner, 4),
    lowerLipInner: lip(mouth.lowerInner, 4),
    leftEye: eye(-1),
    rightEye: eye(1),
    noseTip: put(brush.lifted(34).place([0, person.nose.length - 7])),
    chin: put([0, person.face.length + jawDropOf(studio)]),
    outline: faceOutline(person.face, jawDropOf(studio)).map(put),
  };
}
