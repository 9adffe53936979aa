import { Message } from '#/ui/components/message.tsx';
import { MESSAGES } from '#/ui/messages/messages.ts';
import { readPreferences } from './read-preferences.ts';

export default async function NotFound() {
  const { language } = await readPreferences();
  const { title, body, link } = MESSAGES[language].notFound;
  return <Message title={title} body={body} link={{ href: '/studio', words: link }} />;
}
