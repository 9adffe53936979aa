import type { Metadata } from 'next';
import { MESSAGES } from '#/ui/messages/messages.ts';
import { TasksPage } from '#/ui/tasks/tasks-page.tsx';
import { readPreferences } from '../../read-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { language } = await readPreferences();
  const { title, description } = MESSAGES[language].tasks;
  return { title: `${title} · mouthpiece`, description };
}

export default function Page() {
  return <TasksPage />;
}
