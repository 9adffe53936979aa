import { z } from 'zod';
import { AppError } from '#/domain/errors.ts';
import type { SlotWork, StagedFile } from '../slots/slot-messages.ts';

/** The text to speak and the voice to speak it with, from the field of a task input. */
export function readText(
  input: SlotWork['input'],
  field: 'text' | 'speech_text',
): { text: string; voice: string | undefined } {
  const { voice } = z.object({ voice: z.string().optional() }).parse(input);
  return { text: z.string().parse(input[field]), voice };
}

export function getFile(work: SlotWork, field: keyof SlotWork['files']): StagedFile {
  const file = work.files[field];
  if (!file)
    throw new AppError('asset_missing', `The ${field} of this task is gone: upload it again`);
  return file;
}
