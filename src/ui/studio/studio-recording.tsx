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
  const { upload, url, clear } = files.recording;
  const isLocal =
    upload.state === 'sending' || (upload.state === 'sent' && upload.assetId === draft.recording);
  const src = isLocal ? url : (recordingAsset?.url ?? null);
  const problem = upload.state === 'failed' ? upload.code : recordingProblem;
  return (
    <Recording
      upload={upload}
      chosen={draft.recording !== null}
      filename={isLocal ? upload.file.name : (recordingAsset?.filename ?? null)}
      checking={isChecking(recordingAsset)}
      disabled={props.disabled}
      problem={problem && errors[problem]}
      onFile={files.takeRecording}
      onRemove={() => {
        clear();
        change({ recording: null });
      }}
    >
      {src ? <Waveform src={src} file={isLocal ? upload.file : null} /> : null}
    </Recording>
  );
}
