import type { Metadata } from 'next';
import { MESSAGES } from '#/ui/messages/messages.ts';
import { SystemPage } from '#/ui/system/system-page.tsx';
import { readPreferences } from '../../read-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { language } = await readPreferences();
  const { title, description } = MESSAGES[language].system;
  return { title: `${title} · mouthpiece`, description };
}

export default function SystemRoute() {
  return <SystemPage />;
}
