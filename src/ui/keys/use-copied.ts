import { useRef, useState } from 'react';

/** Copies what stands in the field inside `around`, and knows whether that was done. */
export function useCopied(text: string) {
  const around = useRef<HTMLDivElement>(null);
  const [copiedText, setCopiedText] = useState<string | null>(null);
  const copy = async () => {
    around.current?.querySelector('input')?.select();
    if (await copyText(text)) setCopiedText(text);
  };
  return { around, copied: copiedText === text, copy };
}

/** On plain HTTP browsers have no clipboard for pages: the selected text is then copied in the old way. */
async function copyText(text: string): Promise<boolean> {
  if (navigator.clipboard)
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  return document.execCommand('copy');
}
