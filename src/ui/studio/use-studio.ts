'use client';

import { useCallback, useState } from 'react';
import type { Asset } from '#/domain/asset.ts';
import { useLanguage } from '../language.tsx';
import { type ProblemCode, problemCode } from '../problem-code.ts';
import { findMissing, toCreateTask } from './draft.ts';
import { cutPosition, frameSize, type Pixels, SQUARE } from './frame-size.ts';
import { PORTRAIT, pictureOf } from './picture.ts';
import { useAsset } from './use-asset.ts';
import { useCast } from './use-cast.ts';
import { useDraft } from './use-draft.ts';
import { useFiles } from './use-files.ts';
import { useMaking } from './use-making.ts';
import { voiceForScript } from './voice-for-script.ts';

/** Everything the page knows, put together once; its parts only show it. */
export function useStudio(maxScriptLength: number) {
  const words = useLanguage();
  const making = useMaking();
  const { draft, change } = useDraft(making.task, making.wasMadeHere);
  const cast = useCast();
  const { startOver, phase } = making;
  const leaveResult = useCallback(() => {
    if (phase !== 'none' && phase !== 'live') startOver();
  }, [phase, startOver]);
  const files = useFiles(change, leaveResult);
  const portraits = cast.portraits.data?.data;
  const voices = cast.voices.data?.data;

  const first = portraits?.[0];
  const chosen = draft.picture ?? (first ? `${PORTRAIT}${first.name}` : null);
  const pictureAsset = useAsset(chosen);
  const recordingAsset = useAsset(draft.recording);
  const sendingPicture = files.picture.upload.state === 'sending';
  const isLocal =
    sendingPicture ||
    (files.picture.upload.state === 'sent' && files.picture.upload.assetId === chosen);
  const picture = pictureOf(
    sendingPicture ? null : chosen,
    {
      portraits: portraits ?? [],
      asset: sendingPicture ? undefined : pictureAsset,
      local: isLocal ? files.picture.url : null,
    },
    words,
  );
  const { pixels, onPixels } = usePixels(picture);
  const automatic = voiceForScript(draft.script, voices ?? [], words.language);
  const resolved = { ...draft, picture: chosen };
  const pictureProblem = problemOf(pictureAsset);
  const recordingProblem = problemOf(recordingAsset);
  const missing = findMissing(resolved, {
    pictureRefused: pictureProblem !== null,
    recordingRefused: recordingProblem !== null,
    pictureSending: sendingPicture,
    recordingSending: files.recording.upload.state === 'sending',
    maxScriptLength,
  });
  return {
    draft: resolved,
    change,
    making,
    cast,
    files,
    portraits,
    voices,
    picture,
    pictureProblem,
    recordingAsset,
    recordingProblem,
    isPictureComing:
      cast.portraits.isPending || phase === 'loading' || (chosen !== null && !pictureAsset?.error),
    frame: pixels && frameSize(pixels, draft),
    cut: cutPosition(pixels ?? SQUARE, draft.shape),
    onPixels,
    automatic,
    missing,
    leaveResult,
    make: () => {
      const voice = draft.voice ?? (automatic && `voice:${automatic.name}`);
      const task = toCreateTask(resolved, { voice, pixels });
      if (!missing && task) making.create.mutate(task);
    },
  };
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

function problemOf(asset: Asset | undefined): ProblemCode | null {
  if (asset?.status !== 'rejected') return null;
  return asset.error?.code ?? 'asset_rejected';
}

/** Whether any of these calls went unanswered, and whether any was refused for want of a key. */
export function connectionOf(
  calls: { failureReason: unknown; failureCount: number; error: unknown }[],
): { lost: boolean; locked: boolean } {
  return {
    lost: calls.some(
      ({ failureReason, failureCount }) =>
        failureCount > 0 && problemCode(failureReason) === 'network',
    ),
    locked: calls.some(({ error }) => error !== null && problemCode(error) === 'unauthorized'),
  };
}
