import { AppError } from '../../domain/errors.ts';
import { type Caller, hasScope, type Scope } from '../../domain/key.ts';

export function requireScope(caller: Caller, scope: Scope): void {
  if (!hasScope(caller, scope)) {
    throw new AppError('forbidden', `This call needs a key with the scope "${scope}"`);
  }
}
