'use client';

import { type ReactNode, useState } from 'react';
import type { LabelPolicy } from '#/domain/label.ts';
import type { Task } from '#/domain/task.ts';
import { Button } from '../components/button.tsx';
import { useMessages } from '../language.tsx';
import { sentPart } from '../uploads/upload.ts';
import { FaceMarks } from './face-marks.tsx';
import { Guides } from './guides.tsx';
import { Stage } from './stage.tsx';
import {
  PictureStrip,
  ProblemStrip,
  ProgressStrip,
  QuietStrip,
  ResultStrip,
  SendingStrip,
} from './strips.tsx';
import type { useStudio } from './use-studio.ts';

type Studio = ReturnType<typeof useStudio>;

/** The stage as it is in each phase of the one video. */
export function StudioStage({ studio, label }: { studio: Studio; label: LabelPolicy }) {
  const { making } = studio;
  const [guided, setGuided] = useState(false);
  const [preview, setPreview] = useState<HTMLVideoElement | null>(null);
  const { task, phase } = making;
  const output = phase === 'completed' ? task?.output : null;
  const frame = output?.width && output.height ? output : studio.frame;
  return (
    <Stage
      picture={studio.picture}
      loading={studio.isPictureComing}
      frame={frame && { width: frame.width ?? 1, height: frame.height ?? 1 }}
      cut={studio.cut}
      lit={litPart(studio)}
      made={madeOf(studio)}
      overlay={phase === 'none' ? <Overlay studio={studio} guided={guided} label={label} /> : null}
      strip={<Strip studio={studio} preview={preview} guided={guided} onGuide={setGuided} />}
      onPreview={setPreview}
      onPixels={studio.onPixels}
    />
  );
}

function madeOf({ making }: Studio) {
  const { task, phase, wasMadeHere } = making;
  if (!task) return null;
  const { id, output } = task;
  if (phase === 'live' && task.preview_url) {
    return { id, previewUrl: task.preview_url, final: null, autoPlay: wasMadeHere };
  }
  if (phase !== 'completed' || !output) return null;
  const final = { src: output.url, poster: output.thumbnail_url };
  return { id, previewUrl: null, final, autoPlay: wasMadeHere };
}

/** How much of the picture is lit: as much as has been sent or made. */
function litPart({ making, files }: Studio): number | null {
  const { upload, isSending } = files.picture;
  if (upload && isSending) return sentPart(upload);
  if (making.phase === 'live') return making.task?.progress ?? 0;
  return making.phase === 'failed' ? 0 : null;
}

/** Over a picture that nothing is being made of: who was found in it, and where captions will stand. */
function Overlay(props: { studio: Studio; guided: boolean; label: LabelPolicy }) {
  const { studio, guided } = props;
  const { stage } = useMessages();
  const { draft, faces, change } = studio;
  const line = draft.mode === 'script' && draft.captions === 'burned';
  return (
    <>
      <FaceMarks
        marks={faces.marks}
        chosen={faces.chosen}
        disabled={false}
        onChoose={(index) => change({ face: faces.boxes[index] ?? null })}
      />
      <Guides
        areas={guided}
        captions={line ? firstLine(draft.script) || stage.captionsSample : null}
        label={props.label === 'visible'}
      />
    </>
  );
}

const LINE_LETTERS = 42;

function firstLine(script: string): string {
  const line = script.trim().split(/(?<=[.!?。！？])\s*/u)[0] ?? '';
  return line.length > LINE_LETTERS ? `${line.slice(0, LINE_LETTERS)}…` : line;
}

function Strip(props: {
  studio: Studio;
  preview: HTMLVideoElement | null;
  guided: boolean;
  onGuide: (guided: boolean) => void;
}) {
  const { studio, guided, onGuide } = props;
  const messages = useMessages();
  const { making, files, picture } = studio;
  const { upload, isSending, cancel } = files.picture;
  const plain = (
    <PictureStrip
      title={picture?.title ?? null}
      frame={studio.frame}
      isCut={studio.draft.shape !== 'source'}
      about={aboutFaces(studio, messages.stage)}
      guided={guided}
      onGuide={onGuide}
    />
  );
  const startOver = (words: string) => <Button onClick={making.startOver}>{words}</Button>;
  if (upload && isSending) return <SendingStrip upload={upload} onCancel={cancel} />;
  switch (making.phase) {
    case 'live':
    case 'failed':
    case 'completed':
      return making.task ? (
        <TaskStrip studio={studio} task={making.task} preview={props.preview} />
      ) : (
        plain
      );
    case 'loading':
      return <QuietStrip text={messages.progress.loading} />;
    case 'cancelled':
      return <QuietStrip text={messages.result.cancelled} action={startOver(messages.dismiss)} />;
    case 'gone':
      return (
        <ProblemStrip title={messages.result.goneTitle} action={startOver(messages.dismiss)}>
          {messages.result.gone}
        </ProblemStrip>
      );
    case 'none':
      return <PictureProblem studio={studio}>{plain}</PictureProblem>;
    default:
      return making.phase satisfies never;
  }
}

function aboutFaces(
  { faces }: Studio,
  words: ReturnType<typeof useMessages>['stage'],
): string | null {
  if (faces.isLooking) return words.looking;
  return faces.marks.length > 1 ? words.several(faces.marks.length) : null;
}

function TaskStrip(props: { studio: Studio; task: Task; preview: HTMLVideoElement | null }) {
  const { studio, task } = props;
  const { result, errors } = useMessages();
  const { making } = studio;
  const { id } = task;
  if (task.status === 'completed') {
    return (
      <ResultStrip
        task={task}
        onStartOver={studio.startAfresh}
        onSamePerson={studio.startWithSamePerson}
      />
    );
  }
  if (task.status !== 'failed') {
    return (
      <ProgressStrip
        task={task}
        preview={props.preview}
        cancelling={making.cancel.isPending}
        onCancel={() => making.cancel.mutate({ id })}
        onAnother={studio.startWithSamePerson}
      />
    );
  }
  const again = task.error?.retryable === true;
  return (
    <ProblemStrip
      title={result.failedTitle}
      action={
        <>
          <Button onClick={making.startOver}>{result.back}</Button>
          {again ? (
            <Button
              kind="primary"
              aria-disabled={making.retry.isPending}
              onClick={() => making.retry.mutate({ id })}
            >
              {result.retry}
            </Button>
          ) : null}
        </>
      }
    >
      {errors[task.error?.code ?? 'internal']}
    </ProblemStrip>
  );
}

/** What is wrong with the picture, if anything is. */
function PictureProblem({ studio, children }: { studio: Studio; children: ReactNode }) {
  const { stage, errors, dismiss } = useMessages();
  const { upload, leave } = studio.files.picture;
  const code = upload?.state === 'failed' ? (upload.code ?? 'internal') : studio.pictureProblem;
  const forget = () => {
    leave();
    studio.change({ picture: null, face: null });
  };
  if (code) {
    return (
      <ProblemStrip title={stage.unusable} action={<Button onClick={forget}>{dismiss}</Button>}>
        {errors[code]}
      </ProblemStrip>
    );
  }
  if (studio.faces.isEmpty) {
    const footage = studio.picture?.isFootage === true;
    return (
      <ProblemStrip
        title={footage ? stage.noFaceAtStart : stage.noFace}
        action={<Button onClick={forget}>{dismiss}</Button>}
      >
        {footage ? stage.noFaceAtStartHint : stage.noFaceHint}
      </ProblemStrip>
    );
  }
  return children;
}
