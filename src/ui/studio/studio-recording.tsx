'use client';

import { useMessages } from '../language.tsx';
import { isChecking } from './use-asset.ts';
import type { useStudio } from './use-studio.ts';
import { Waveform } from './waveform.tsx';
import { Recording } from './words.tsx';

export function StudioRecording(props: {
  studio: ReturnType<typeof useStudio>;
  disabled: boolean;
}) {
  const { errors } = useMessages();
  const { draft, files, recordingAsset, recordingProblem, change } = props.studio;
  const { upload, isSending, cancel, leave } = files.recording;
  const { src, file, name } = sourceOf(props.studio);
  const problem = upload?.state === 'failed' ? (upload.code ?? 'internal') : recordingProblem;
  return (
    <Recording
      upload={isSending ? upload : null}
      chosen={draft.recording !== null}
      filename={name}
      checking={isChecking(recordingAsset)}
      disabled={props.disabled}
      problem={problem && errors[problem]}
      onFile={files.takeRecording}
      onRemove={() => {
        if (isSending) cancel();
        else leave();
        change({ recording: null });
      }}
    >
      {src ? <Waveform src={src} file={file} /> : null}
    </Recording>
  );
}

/** Where the recording plays from: the file while this page has it, else the server. */
function sourceOf({ draft, files, recordingAsset }: ReturnType<typeof useStudio>): {
  src: string | null;
  file: File | null;
  name: string | null;
} {
  const { upload, url, isSending } = files.recording;
  const isLocal = isSending || (upload?.state === 'sent' && upload.assetId === draft.recording);
  if (isLocal && upload) return { src: url, file: upload.file, name: upload.name };
  return {
    src: recordingAsset?.url ?? null,
    file: null,
    name: recordingAsset?.filename ?? null,
  };
}
