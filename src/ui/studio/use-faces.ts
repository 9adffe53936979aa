'use client';

import { useMemo } from 'react';
import type { Asset } from '#/domain/asset.ts';
import type { Draft, FaceBox } from './draft.ts';
import type { FaceMark } from './face-marks.tsx';
import { cutPosition, type Pixels, placeInCut, SQUARE } from './frame-size.ts';
import type { Picture } from './picture.ts';
import { isLookedAt } from './use-asset.ts';

const NOBODY: FaceBox[] = [];

/** Who was found in the picture, who of them speaks, and where the frame cuts it. */
export function useFaces(
  draft: Draft,
  picture: Picture | null,
  { asset, pixels }: { asset: Asset | undefined; pixels: Pixels | null },
) {
  const seen = picture?.faces ?? null;
  const boxes = useMemo(
    () => seen?.map(({ x, y, width, height }) => ({ x, y, width, height })) ?? NOBODY,
    [seen],
  );
  const chosen = chosenOf(boxes, draft.face);
  const speaker = boxes[chosen];
  // Footage is cut around its middle, stills around the face.
  const focus = picture?.isFootage ? { x: 0.5, y: 0.5 } : speaker && middleOf(speaker);
  const cut = cutPosition(pixels ?? SQUARE, draft.shape, focus);
  const marks: FaceMark[] = pixels
    ? boxes.map((box) => placeInCut(box, { picture: pixels, shape: draft.shape, cut }))
    : [];
  return {
    cut,
    /** Of several faces the one marked as speaking: what is shown is what is asked for. */
    speaker: boxes.length > 1 ? (speaker ?? null) : null,
    faces: {
      boxes,
      marks,
      chosen,
      isLooking: isLookedAt(asset),
      isEmpty: seen !== null && seen.length === 0,
    },
  };
}

/** The face nearest to the one in the draft; without one there the largest, as the engines choose. */
function chosenOf(boxes: FaceBox[], wanted: FaceBox | null): number {
  const gap = (box: FaceBox) => {
    if (!wanted) return -box.width * box.height;
    const [a, b] = [middleOf(box), middleOf(wanted)];
    return Math.hypot(a.x - b.x, a.y - b.y);
  };
  return boxes.reduce((best, box, index) => (gap(box) < gap(boxes[best] ?? box) ? index : best), 0);
}

function middleOf({ x, y, width, height }: FaceBox): { x: number; y: number } {
  return { x: x + width / 2, y: y + height / 2 };
}
