'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Visitor } from '#/domain/session.ts';

const VisitorContext = createContext<Visitor | null>(null);

export function VisitorProvider(props: { visitor: Visitor | null; children: ReactNode }) {
  return <VisitorContext value={props.visitor}>{props.children}</VisitorContext>;
}

/** Whether whoever looks at the page may manage the installation. */
export function useIsAdmin(): boolean {
  return use(VisitorContext)?.scopes.includes('admin') ?? false;
}
