'use client';

import type { LabelPolicy } from '#/domain/label.ts';
import { DropVeil } from '../components/drop-veil.tsx';
import { useMessages } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import { useDrop } from '../use-drop.ts';
import { useSlow } from '../use-slow.ts';
import { Action } from './action.tsx';
import { Cast } from './cast.tsx';
import { Choices } from './choices.tsx';
import styles from './studio.module.css';
import { StudioNotices } from './studio-notices.tsx';
import { StudioRecording } from './studio-recording.tsx';
import { StudioStage } from './studio-stage.tsx';
import { connectionOf, useStudio } from './use-studio.ts';
import { useStudioTitle } from './use-studio-title.ts';
import { Words } from './words.tsx';

/** The page: cast on the left, picture and words in the middle, a column of choices and the one button on the right. */
export function Studio(props: { label: LabelPolicy; maxScriptLength: number }) {
  const words = useMessages();
  const studio = useStudio(props.maxScriptLength);
  const { making, cast, files, draft, change } = studio;
  const { phase, create } = making;
  const over = useDrop(files.take);
  const slow = useSlow(cast.portraits.isPending || phase === 'loading');
  useStudioTitle(phase, making.task);
  const connection = connectionOf([cast.portraits, cast.voices, cast.own, making.query, create]);
  const busy = phase === 'live' || phase === 'loading' || create.isPending;
  return (
    <div className={styles.page}>
      <h1 className="visually-hidden">{words.studio}</h1>
      <div className={styles.main}>
        <StudioNotices lost={connection.lost} refused={files.refused} onForgive={files.forgive} />
        <div className={styles.left}>
          <Cast
            portraits={studio.portraits}
            loading={cast.portraits.isPending}
            failed={cast.portraits.isError && !connection.locked}
            slow={slow && !connection.lost}
            own={cast.ownAssets}
            chosen={files.picture.isSending ? null : draft.picture}
            brought={files.picture}
            disabled={busy}
            onChoose={(picture) => {
              change({ picture, face: null });
              files.picture.leave();
              studio.leaveResult();
            }}
            onFile={files.takePicture}
            onRetry={() => cast.portraits.refetch()}
          />
        </div>
        <div className={styles.middle}>
          <StudioStage studio={studio} label={props.label} />
          <Words
            draft={draft}
            maxScriptLength={props.maxScriptLength}
            disabled={busy}
            heard={studio.heard}
            anew={studio.anew}
            recording={<StudioRecording studio={studio} disabled={busy} />}
            onChange={change}
          />
        </div>
        <div className={styles.right}>
          <StudioChoices
            studio={studio}
            label={props.label}
            busy={busy}
            locked={connection.locked}
          />
        </div>
      </div>
      {over && !busy ? <DropVeil words={words.drop.here} /> : null}
    </div>
  );
}

function StudioChoices(props: {
  studio: ReturnType<typeof useStudio>;
  label: LabelPolicy;
  busy: boolean;
  locked: boolean;
}) {
  const { cast, making, ...studio } = props.studio;
  const { create, phase, task } = making;
  return (
    <>
      <Choices
        draft={studio.draft}
        isFootage={studio.picture?.isFootage === true}
        voices={studio.voices}
        voicesFailed={cast.voices.isError && !props.locked}
        automatic={studio.automatic}
        label={props.label}
        disabled={props.busy}
        onChange={studio.change}
        onRetryVoices={() => cast.voices.refetch()}
      />
      <Action
        phase={phase}
        missing={studio.missing}
        quiet={props.locked || cast.portraits.isPending}
        isSecond={phase === 'completed' || (phase === 'failed' && task?.error?.retryable === true)}
        starting={create.isPending}
        estimate={studio.estimate}
        problem={create.error && problemCode(create.error)}
        onMake={studio.make}
      />
    </>
  );
}
