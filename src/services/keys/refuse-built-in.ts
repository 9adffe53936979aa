import { AppError } from '../../domain/errors.ts';
import { isBuiltIn } from '../../domain/key.ts';

/** @throws AppError `conflict` for the keys that every start puts back as the settings have them */
export function refuseBuiltIn(keyId: string): void {
  if (!isBuiltIn(keyId)) return;
  throw new AppError(
    'conflict',
    'This key is part of the installation: change MOUTHPIECE_ADMIN_KEY or MOUTHPIECE_ANONYMOUS instead',
  );
}
