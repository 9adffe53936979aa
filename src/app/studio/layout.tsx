import type { ReactNode } from 'react';
import { ApiProvider } from '#/ui/api.tsx';
import { LiveProvider } from '#/ui/live.tsx';
import { Shell } from '#/ui/shell/shell.tsx';
import { readPreferences } from '../read-preferences.ts';

/** What stays while one goes from place to place: the bar, the calls under way and what they brought. */
export default async function StudioLayout(props: { children: ReactNode }) {
  const { theme } = await readPreferences();
  return (
    <ApiProvider>
      <LiveProvider>
        <Shell theme={theme}>{props.children}</Shell>
      </LiveProvider>
    </ApiProvider>
  );
}
