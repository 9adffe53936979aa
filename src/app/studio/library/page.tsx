import type { Metadata } from 'next';
import { env } from '#/env.ts';
import { LibraryPage } from '#/ui/library/library-page.tsx';
import { MESSAGES } from '#/ui/messages/messages.ts';
import { readPreferences } from '../../read-preferences.ts';

const DAY_MS = 86_400_000;

export async function generateMetadata(): Promise<Metadata> {
  const { language } = await readPreferences();
  const { title, description } = MESSAGES[language].library;
  return { title: `${title} · mouthpiece`, description };
}

export default function Page() {
  const { MOUTHPIECE_LIMIT_ASSET_KEEP_MS, MOUTHPIECE_LIMIT_RESULT_KEEP_MS } = env();
  const longestDays = {
    uploaded: Math.floor(MOUTHPIECE_LIMIT_ASSET_KEEP_MS / DAY_MS),
    made: Math.floor(MOUTHPIECE_LIMIT_RESULT_KEEP_MS / DAY_MS),
  };
  return <LibraryPage longestDays={longestDays} />;
}
