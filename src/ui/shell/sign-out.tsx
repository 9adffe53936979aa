'use client';

import { useState } from 'react';
import type { Visitor } from '#/domain/session.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { useMessages } from '../language.tsx';

/** Ends this browser's session; the button also tells which key it works with. */
export function SignOut(props: { visitor: Visitor }) {
  const { signOut } = useMessages().shell;
  const [leaving, setLeaving] = useState(false);
  const words = signOut(props.visitor.name);
  const leave = async () => {
    setLeaving(true);
    const answer = await fetch('/api/session', { method: 'DELETE' }).catch(() => null);
    if (answer?.ok) location.assign('/studio/sign-in');
    else setLeaving(false);
  };
  return (
    <Button
      kind="quiet"
      square
      aria-label={words}
      title={words}
      disabled={leaving}
      onClick={() => void leave()}
    >
      <Icon name="leave" />
    </Button>
  );
}
