'use client';

import { useEffect, useState } from 'react';
import type { Visitor } from '#/domain/session.ts';
import { Button } from '../components/button.tsx';
import { Dialog, DialogActions } from '../components/dialog.tsx';
import { Icon } from '../components/icon.tsx';
import { useMessages } from '../language.tsx';
import { forgetAll } from '../tab-memory.ts';
import { isUnderWay } from '../uploads/upload.ts';
import type { UploadQueue } from '../uploads/upload-queue.ts';
import { useUploads } from '../uploads/uploads-provider.tsx';

/** Ends this browser's session in every tab; the button also tells which key it works with. */
export function SignOut(props: { visitor: Visitor }) {
  const { signOut, leaving: words } = useMessages().shell;
  const { queue, uploads } = useUploads();
  const [asked, setAsked] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const label = signOut(props.visitor.name);
  const sending = uploads.filter(isUnderWay).length;
  useEffect(() => onOtherTabLeft(() => void leaveNothing(queue).then(goToDoor)), [queue]);
  const leave = async () => {
    setAsked(false);
    setLeaving(true);
    await queue.clear();
    const answer = await fetch('/api/session', { method: 'DELETE' }).catch(() => null);
    if (!answer?.ok) return setLeaving(false);
    tellOtherTabs();
    await leaveNothing(queue);
    goToDoor();
  };
  return (
    <>
      <Button
        kind="quiet"
        square
        aria-label={label}
        title={label}
        disabled={leaving}
        onClick={() => (sending > 0 ? setAsked(true) : void leave())}
      >
        <Icon name="leave" />
      </Button>
      {asked ? (
        <Dialog title={words.title} onClose={() => setAsked(false)}>
          <p>{words.body(sending)}</p>
          <DialogActions>
            <Button onClick={() => setAsked(false)}>{words.stay}</Button>
            <Button onClick={() => void leave()}>{words.leave}</Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </>
  );
}

/** Whoever comes next to this browser finds no drafts and no files. */
async function leaveNothing(queue: UploadQueue): Promise<void> {
  await queue.clear();
  forgetAll();
}

function goToDoor(): void {
  location.assign('/studio/sign-in');
}

const CHANNEL = 'mouthpiece-session';

function tellOtherTabs(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('left');
  channel.close();
}

function onOtherTabLeft(listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = listener;
  return () => channel.close();
}
