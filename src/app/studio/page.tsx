import type { Metadata } from 'next';
import { MAX_TEXT_LENGTH } from '#/domain/task.ts';
import { env } from '#/env.ts';
import { MESSAGES } from '#/ui/messages/messages.ts';
import { Studio } from '#/ui/studio/studio.tsx';
import { readPreferences } from '../read-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { language } = await readPreferences();
  const { studio, description } = MESSAGES[language];
  return { title: `${studio} · mouthpiece`, description };
}

export default function StudioPage() {
  return <Studio label={env().MOUTHPIECE_LABEL} maxScriptLength={MAX_TEXT_LENGTH} />;
}
