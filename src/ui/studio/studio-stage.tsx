'use client';

import type { ReactNode } from 'react';
import type { Task } from '#/domain/task.ts';
import { Button } from '../components/button.tsx';
import { useMessages } from '../language.tsx';
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
export function StudioStage({ studio }: { studio: Studio }) {
  const { making, picture, files } = studio;
  const { task, phase } = making;
  const output = phase === 'completed' ? task?.output : null;
  const sending = files.picture.upload.state === 'sending' ? files.picture.upload : null;
  const frame = output?.width && output.height ? output : studio.frame;
  return (
    <Stage
      picture={picture}
      loading={studio.isPictureComing}
      frame={frame && { width: frame.width ?? 1, height: frame.height ?? 1 }}
      cut={studio.cut}
      lit={litPart(studio, sending?.progress)}
      video={
        output
          ? { src: output.url, poster: output.thumbnail_url, autoPlay: making.wasMadeHere }
          : null
      }
      strip={<Strip studio={studio} />}
      onPixels={studio.onPixels}
    />
  );
}

/** How much of the picture is lit: as much as has been sent or made. */
function litPart({ making }: Studio, sent: number | undefined): number | null {
  if (sent !== undefined) return sent;
  if (making.phase === 'live') return making.task?.progress ?? 0;
  return making.phase === 'failed' ? 0 : null;
}

function Strip({ studio }: { studio: Studio }) {
  const messages = useMessages();
  const { making, files, picture } = studio;
  const { upload, clear } = files.picture;
  const plain = (
    <PictureStrip
      title={picture?.title ?? null}
      frame={studio.frame}
      isCut={studio.draft.shape !== 'source'}
    />
  );
  const startOver = (words: string) => <Button onClick={making.startOver}>{words}</Button>;
  if (upload.state === 'sending')
    return <SendingStrip progress={upload.progress} onCancel={clear} />;
  switch (making.phase) {
    case 'live':
    case 'failed':
    case 'completed':
      return making.task ? <TaskStrip studio={studio} task={making.task} /> : plain;
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

function TaskStrip({ studio, task }: { studio: Studio; task: Task }) {
  const { result, errors } = useMessages();
  const { making } = studio;
  const { id } = task;
  if (task.status === 'completed')
    return <ResultStrip task={task} onStartOver={making.startOver} />;
  if (task.status !== 'failed') {
    return (
      <ProgressStrip
        task={task}
        cancelling={making.cancel.isPending}
        onCancel={() => making.cancel.mutate({ id })}
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
  const { upload, clear } = studio.files.picture;
  const code = upload.state === 'failed' ? upload.code : studio.pictureProblem;
  if (!code) return children;
  const forget = () => {
    clear();
    studio.change({ picture: null });
  };
  return (
    <ProblemStrip title={stage.unusable} action={<Button onClick={forget}>{dismiss}</Button>}>
      {errors[code]}
    </ProblemStrip>
  );
}
