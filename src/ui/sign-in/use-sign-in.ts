'use client';

import { useState } from 'react';
import { type ProblemCode, readCode } from '../problem-code.ts';

type Credential = { key: string } | { operator: true };
type State = { busy: boolean; problem: ProblemCode | null };

/** Exchanges a credential for the session cookie, then asks for this address again: the server leads on from there. */
export function useSignIn() {
  const [state, setState] = useState<State>({ busy: false, problem: null });
  const signIn = async (credential: Credential) => {
    setState({ busy: true, problem: null });
    const problem = await send(credential);
    if (problem) setState({ busy: false, problem });
    else location.reload();
  };
  return { ...state, signIn };
}

async function send(credential: Credential): Promise<ProblemCode | null> {
  try {
    const answer = await fetch('/api/session', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(credential),
    });
    if (answer.ok) return null;
    return readCode(await answer.json().catch(() => null)) ?? 'internal';
  } catch {
    return 'network';
  }
}
