'use client';

import { createContext, type ReactNode, use } from 'react';
import type { Visitor } from '#/domain/session.ts';

const VisitorContext = createContext<Visitor | null>(null);

export function VisitorProvider(props: { visitor: Visitor | null; children: ReactNode }) {
  return <VisitorContext value={props.visitor}>{props.children}</VisitorContext>;
}

/** Null while the server could not tell who looks. */
export function useVisitor(): Visitor | null {
  return use(VisitorContext);
}

/** Whether whoever looks at the page may manage the installation. */
export function useIsAdmin(): boolean {
  return useVisitor()?.scopes.includes('admin') ?? false;
}
