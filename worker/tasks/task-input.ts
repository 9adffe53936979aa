import { z } from 'zod';
import type { SlotWork } from '../slots/slot-messages.ts';

/** The text to speak and the voice to speak it with, from the field of a task input. */
export function readText(
  input: SlotWork['input'],
  field: 'text' | 'speech_text',
): { text: string; voice: string | undefined } {
  const { voice } = z.object({ voice: z.string().optional() }).parse(input);
  return { text: z.string().parse(input[field]), voice };
}
