import { ANONYMOUS_KEY_ID, type Caller } from '../../domain/key.ts';

/** The built-in key for calls without a credential; whether it may be used is the transport's decision. */
export function anonymousCaller(): Caller {
  return { keyId: ANONYMOUS_KEY_ID, scopes: ['read', 'create'], anonymous: true };
}
