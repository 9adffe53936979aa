import type { Metadata } from 'next';
import { Keys } from '#/ui/keys/keys.tsx';
import { MESSAGES } from '#/ui/messages/messages.ts';
import { readPreferences } from '../../read-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { language } = await readPreferences();
  return { title: `${MESSAGES[language].keys.title} · mouthpiece` };
}

export default function KeysPage() {
  return <Keys />;
}
