'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Key } from '#/domain/key.ts';
import { useTRPC } from '../api.tsx';
import { Button } from '../components/button.tsx';
import { Dialog, DialogActions } from '../components/dialog.tsx';
import { Notice } from '../components/notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { timeWords } from '../keys/key-words.ts';
import { SecretField } from '../keys/secret-field.tsx';
import { useCopied } from '../keys/use-copied.ts';
import { useLanguage } from '../language.tsx';
import { problemCode } from '../problem-code.ts';
import styles from './callback-secret.module.css';

/** What signs the callbacks of a key's tasks: to be copied, or replaced by a new one. */
export function CallbackSecret(props: { of: Key; onClose: () => void }) {
  const { language, messages } = useLanguage();
  const { keys: words, errors } = messages;
  const { shown, rotate } = useCallbackSecret(props.of.id);
  const secret = shown.data?.secret ?? '';
  const until = shown.data?.previous_secret_until;
  const { around, copied, copy } = useCopied(secret);
  const error = shown.error ?? rotate.error;
  return (
    <Dialog title={words.callbacks.title(props.of.name)} onClose={props.onClose}>
      <p>{words.callbacks.body}</p>
      {error ? <Notice tone="bad">{errors[problemCode(error)]}</Notice> : null}
      {shown.isPending ? <Skeleton className={styles.waiting} /> : null}
      {shown.data ? <SecretField value={secret} around={around} copied={copied} /> : null}
      {until ? <p>{words.callbacks.both(timeWords(language, until))}</p> : null}
      <DialogActions>
        <Button disabled={!shown.data || rotate.isPending} onClick={() => rotate.mutate()}>
          {words.rotation.submit}
        </Button>
        <Button disabled={!shown.data} onClick={() => void copy()}>
          {copied ? words.secret.copied : words.secret.copy}
        </Button>
        <Button kind="primary" onClick={props.onClose}>
          {words.callbacks.done}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** It is forgotten with the dialog. */
function useCallbackSecret(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const query = trpc.keys.callbackSecret.queryOptions({ id }, { gcTime: 0, staleTime: 0 });
  const shown = useQuery(query);
  const change = useMutation(
    trpc.keys.rotateCallbackSecret.mutationOptions({
      onSuccess: (next) => client.setQueryData(query.queryKey, next),
    }),
  );
  const rotate = { ...change, mutate: () => change.mutate({ id }) };
  return { shown, rotate };
}
