'use client';

import { useState } from 'react';
import type { Key } from '#/domain/key.ts';
import { Button } from '../components/button.tsx';
import { Dialog, DialogActions } from '../components/dialog.tsx';
import { Field } from '../components/field.tsx';
import { Notice } from '../components/notice.tsx';
import { Select } from '../components/select.tsx';
import { useMessages } from '../language.tsx';
import type { ProblemCode } from '../problem-code.ts';

const GRACES_S = { day: 86_400, week: 604_800, hour: 3_600, none: 0 } as const;
type Grace = keyof typeof GRACES_S;

export function RotateKey(props: {
  of: Key;
  busy: boolean;
  problem: ProblemCode | null;
  onRotate: (input: { id: string; grace_seconds: number }) => void;
  onClose: () => void;
}) {
  const { keys: words, errors } = useMessages();
  const { rotation } = words;
  const [grace, setGrace] = useState<Grace>('day');
  return (
    <Dialog title={rotation.title(props.of.name)} onClose={props.onClose}>
      {props.problem ? <Notice tone="bad">{errors[props.problem]}</Notice> : null}
      <p>{rotation.body}</p>
      <Field label={rotation.grace}>
        {({ id }) => (
          <Select id={id} value={grace} onChange={(event) => setGrace(event.target.value as Grace)}>
            {Object.keys(GRACES_S).map((each) => (
              <option key={each} value={each}>
                {rotation.graces[each as Grace]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <DialogActions>
        <Button onClick={props.onClose}>{words.cancel}</Button>
        <Button
          kind="primary"
          disabled={props.busy}
          onClick={() => props.onRotate({ id: props.of.id, grace_seconds: GRACES_S[grace] })}
        >
          {rotation.submit}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
