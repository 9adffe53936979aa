import { AppError } from '#/domain/errors.ts';
import type { SlotWork, StagedFile } from '../slots/slot-messages.ts';

export function getFile(work: SlotWork, field: keyof SlotWork['files']): StagedFile {
  const file = work.files[field];
  if (!file)
    throw new AppError('asset_missing', `The ${field} of this task is gone: upload it again`);
  return file;
}
