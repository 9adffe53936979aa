'use client';

import type { CreatedKey } from '#/domain/key.ts';
import { Button } from '../components/button.tsx';
import { Dialog, DialogActions } from '../components/dialog.tsx';
import { useMessages } from '../language.tsx';
import { SecretField } from './secret-field.tsx';
import { useCopied } from './use-copied.ts';

/** The only sight of a secret; it leaves with the dialog. */
export function ShowSecret(props: { of: CreatedKey; onClose: () => void }) {
  const { secret: words } = useMessages().keys;
  const { around, copied, copy } = useCopied(props.of.secret);
  return (
    <Dialog title={words.title(props.of.name)} onClose={props.onClose}>
      <p>{words.body}</p>
      <SecretField value={props.of.secret} around={around} copied={copied} />
      <DialogActions>
        <Button onClick={() => void copy()}>{copied ? words.copied : words.copy}</Button>
        <Button kind="primary" onClick={props.onClose}>
          {words.done}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
