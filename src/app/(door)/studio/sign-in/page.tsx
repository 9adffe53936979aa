import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { OPERATOR_HEADER } from '#/api/pages/visit.ts';
import { readPreferences } from '#/app/read-preferences.ts';
import { MESSAGES } from '#/ui/messages/messages.ts';
import { SignIn } from '#/ui/sign-in/sign-in.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const { language } = await readPreferences();
  return { title: `${MESSAGES[language].signIn.title} · mouthpiece` };
}

export default async function SignInPage() {
  const sent = await headers();
  return <SignIn isOperator={sent.get(OPERATOR_HEADER) !== null} />;
}
