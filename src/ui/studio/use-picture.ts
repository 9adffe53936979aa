'use client';

import { useCallback, useState } from 'react';
import type { Portrait } from '#/domain/voice.ts';
import { useLanguage } from '../language.tsx';
import type { Draft } from './draft.ts';
import { frameSize, type Pixels } from './frame-size.ts';
import { pictureOf } from './picture.ts';
import { useAsset } from './use-asset.ts';
import { useFaces } from './use-faces.ts';
import type { BroughtFile } from './use-files.ts';

/** What is on the stage: the chosen picture or the file on its way, its size, its faces and its cut. */
export function usePicture(
  draft: Draft,
  { portraits, brought }: { portraits: Portrait[] | undefined; brought: BroughtFile },
) {
  const words = useLanguage();
  const { isSending } = brought;
  const chosen = isSending ? null : draft.picture;
  const { asset, problem } = useAsset(chosen);
  const local = localOf(brought, chosen);
  const picture = pictureOf(chosen, { portraits: portraits ?? [], asset, local }, words);
  const { pixels, onPixels } = usePixels(picture);
  const { faces, cut, speaker } = useFaces(draft, picture, { asset, pixels });
  return {
    ...{ asset, picture, pixels, onPixels, faces, cut, speaker },
    frame: pixels && frameSize(pixels, draft),
    isFootage: picture?.isFootage === true,
    pictureProblem: problem,
  };
}

/** The file on the stage, for as long as this page has it. */
function localOf({ upload, url, isSending }: BroughtFile, chosen: string | null) {
  const isShown = isSending || (upload?.state === 'sent' && upload.assetId === chosen);
  return isShown && upload?.file && url ? { file: upload.file, url } : null;
}

/** The size of the picture on the stage, from the server or else from the picture itself. */
function usePixels(picture: { src: string; pixels: Pixels | null } | null) {
  const [seen, setSeen] = useState<{ src: string; pixels: Pixels } | null>(null);
  const onPixels = useCallback(
    (src: string, pixels: Pixels) =>
      setSeen((before) => (before?.src === src ? before : { src, pixels })),
    [],
  );
  const pixels = picture?.pixels ?? (seen && seen.src === picture?.src ? seen.pixels : null);
  return { pixels, onPixels };
}
