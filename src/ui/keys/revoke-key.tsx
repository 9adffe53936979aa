'use client';

import type { Key } from '#/domain/key.ts';
import { Button } from '../components/button.tsx';
import { Dialog, DialogActions } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { useMessages } from '../language.tsx';
import type { ProblemCode } from '../problem-code.ts';

export function RevokeKey(props: {
  of: Key;
  busy: boolean;
  problem: ProblemCode | null;
  onRevoke: (input: { id: string }) => void;
  onClose: () => void;
}) {
  const { keys: words, errors } = useMessages();
  const { revocation } = words;
  return (
    <Dialog title={revocation.title(props.of.name)} onClose={props.onClose}>
      {props.problem ? <Notice tone="bad">{errors[props.problem]}</Notice> : null}
      <p>{revocation.body}</p>
      <DialogActions>
        <Button onClick={props.onClose}>{words.cancel}</Button>
        <Button disabled={props.busy} onClick={() => props.onRevoke({ id: props.of.id })}>
          {revocation.submit}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
