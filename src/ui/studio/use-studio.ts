'use client';

import { useCallback } from 'react';
import { useLanguage } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import { type Draft, EMPTY_DRAFT, findMissing, toCreateTask } from './draft.ts';
import { PORTRAIT } from './picture.ts';
import { isChecking, useAsset } from './use-asset.ts';
import { useCast } from './use-cast.ts';
import { useDraft } from './use-draft.ts';
import { useEstimate } from './use-estimate.ts';
import { useFiles } from './use-files.ts';
import { useListen } from './use-listen.ts';
import { useMaking } from './use-making.ts';
import { usePicture } from './use-picture.ts';
import { voiceForScript } from './voice-for-script.ts';

/** Everything the page knows, put together once; its parts only show it. */
export function useStudio(maxScriptLength: number) {
  const making = useMaking();
  const { draft: chosen, change, clear, restore } = useDraft(making.task, making.isOurs);
  const cast = useCast();
  const { phase } = making;
  const startings = useStartings(making, change);
  const files = useFiles(change, startings.leaveResult);
  const anew = {
    isTouched: JSON.stringify(chosen) !== JSON.stringify(EMPTY_DRAFT),
    restore,
    clear: () => {
      clear();
      files.picture.leave();
      files.recording.leave();
      startings.leaveResult();
    },
  };
  const portraits = cast.portraits.data?.data;
  const first = portraits?.[0];
  const draft = {
    ...chosen,
    picture: chosen.picture ?? (first ? `${PORTRAIT}${first.name}` : null),
  };
  const shown = usePicture(draft, { portraits, brought: files.picture });
  const { asset: recordingAsset, problem: recordingProblem } = useAsset(draft.recording);
  const said = useVoice(draft, cast.voices.data?.data);
  const missing = findMissing(draft, {
    pictureRefused: shown.pictureProblem !== null,
    faceless: shown.faces.isEmpty && !shown.isFootage,
    recordingRefused: recordingProblem !== null,
    pictureSending: files.picture.isSending,
    recordingSending: files.recording.isSending,
    maxScriptLength,
  });
  const heard = said.heard.audio?.assetId ?? null;
  const task = missing ? null : toCreateTask(draft, { ...shown, voice: said.voice, heard });
  // What is still looked at has no length yet, and would be asked about twice.
  const isEarly = phase === 'live' || phase === 'loading' || isChecking(recordingAsset);
  return {
    ...shown,
    ...said,
    ...startings,
    ...{ draft, change, making, cast, files, portraits, recordingAsset, recordingProblem, missing },
    anew,
    isPictureComing:
      cast.portraits.isPending ||
      phase === 'loading' ||
      (draft.picture !== null && shown.pictureProblem === null),
    estimate: useEstimate(isEarly ? null : task),
    make: () => {
      if (task) making.create.mutate(task);
    },
  };
}

/** The voice that the script gets, and how it sounds. */
function useVoice(draft: Draft, voices: Parameters<typeof voiceForScript>[1] | undefined) {
  const { language } = useLanguage();
  const automatic = voiceForScript(draft.script, voices ?? [], language);
  const voice = draft.voice ?? (automatic && `voice:${automatic.name}`);
  return { voices, automatic, voice, heard: useListen(draft.script, voice) };
}

/** The ways from a result back to choosing. */
function useStartings(
  { phase, startOver }: ReturnType<typeof useMaking>,
  change: (some: Partial<Draft>) => void,
) {
  const leaveResult = useCallback(() => {
    if (phase !== 'none' && phase !== 'live') startOver();
  }, [phase, startOver]);
  const startAfresh = useCallback(() => {
    change({ script: '', recording: null, picture: null, face: null });
    startOver();
  }, [change, startOver]);
  const startWithSamePerson = useCallback(() => {
    change({ script: '', recording: null, mode: 'script' });
    startOver();
    window.setTimeout(() => document.getElementById('script')?.focus());
  }, [change, startOver]);
  return { leaveResult, startAfresh, startWithSamePerson };
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
