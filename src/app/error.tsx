'use client';

import { Message } from '#/ui/components/message.tsx';
import { useMessages } from '#/ui/language.tsx';

export default function Crashed() {
  const { crashed, tryAgain } = useMessages();
  return <Message title={crashed.title} body={crashed.body} link={{ href: '', words: tryAgain }} />;
}
