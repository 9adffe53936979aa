import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { readVisitor, VISITOR_HEADER } from '#/api/pages/visit.ts';
import { ApiProvider } from '#/ui/api.tsx';
import { LiveProvider } from '#/ui/live.tsx';
import { Shell } from '#/ui/shell/shell.tsx';
import { UploadsProvider } from '#/ui/uploads/uploads-provider.tsx';

/** What stays while one goes from place to place: the bar, the calls under way and what they brought. */
export default async function StudioLayout(props: { children: ReactNode }) {
  const sent = await headers();
  const visitor = readVisitor(sent.get(VISITOR_HEADER));
  return (
    <ApiProvider>
      <LiveProvider>
        <UploadsProvider owner={visitor?.key_id ?? null}>
          <Shell visitor={visitor}>{props.children}</Shell>
        </UploadsProvider>
      </LiveProvider>
    </ApiProvider>
  );
}
