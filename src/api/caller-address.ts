import type { IncomingMessage } from 'node:http';
import { AppError } from '../domain/errors.ts';
import type { Caller } from '../domain/key.ts';
import type { AppContext } from '../services/context.ts';
import { addressMatcher, clientAddress } from './client-address.ts';

const matchers = new WeakMap<AppContext['database'], (address: string) => boolean>();

function trustedProxies(app: AppContext): (address: string) => boolean {
  const known = matchers.get(app.database);
  if (known) return known;
  const matcher = addressMatcher(app.env.MOUTHPIECE_TRUSTED_PROXIES);
  matchers.set(app.database, matcher);
  return matcher;
}

/** The address of whoever calls; proxies that are trusted count as none. */
export function callerAddress(app: AppContext, request: IncomingMessage): string {
  return clientAddress(request, trustedProxies(app));
}

/** @throws AppError `forbidden` where the key may be used only from other addresses */
export function requireAllowedAddress({ allowedAddresses }: Caller, address: string): void {
  if (!allowedAddresses || allowedAddresses.length === 0) return;
  if (addressMatcher(allowedAddresses)(address)) return;
  throw new AppError(
    'forbidden',
    `This key may not be used from ${address}: call from one of its allowed addresses, or let an admin add yours`,
  );
}
