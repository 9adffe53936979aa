import type { IncomingMessage } from 'node:http';
import type { Env } from '../../env.ts';
import type { StartedSession } from '../../services/sessions/start-session.ts';

type Settings = Pick<Env, 'MOUTHPIECE_PUBLIC_URL'>;

const isSecure = ({ MOUTHPIECE_PUBLIC_URL }: Settings) =>
  MOUTHPIECE_PUBLIC_URL?.startsWith('https:') ?? false;

/** Browsers take a cookie of the prefix `__Host-` from this host only, over TLS only. */
const nameOf = (settings: Settings) =>
  isSecure(settings) ? '__Host-mouthpiece_session' : 'mouthpiece_session';

const attributes = (settings: Settings) =>
  `Path=/; HttpOnly; SameSite=Lax${isSecure(settings) ? '; Secure' : ''}`;

/** The token of the session that the browser says it has. */
export function readSessionToken(settings: Settings, request: Pick<IncomingMessage, 'headers'>) {
  const name = `${nameOf(settings)}=`;
  const pair = request.headers.cookie
    ?.split(';')
    .map((each) => each.trim())
    .find((each) => each.startsWith(name));
  return pair === undefined || pair === name ? null : pair.slice(name.length);
}

export function sessionCookie(settings: Settings, session: StartedSession): string {
  const { token, expiresAt } = session;
  return `${nameOf(settings)}=${token}; Expires=${expiresAt.toUTCString()}; ${attributes(settings)}`;
}

export function endedSessionCookie(settings: Settings): string {
  return `${nameOf(settings)}=; Max-Age=0; ${attributes(settings)}`;
}
