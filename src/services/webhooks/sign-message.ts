import { createHmac } from 'node:crypto';
import { SIGNING_SECRET_PREFIX } from '../../domain/webhook.ts';

export type Message = { id: string; at: Date; body: string };

/** The headers of Standard Webhooks 1.0.0, with a signature for each of these secrets. */
export function signMessage(
  { id, at, body }: Message,
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  // "The content to be signed is composed by concatenating the id, timestamp and payload, separated by full stops."
  const content = `${id}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => `v1,${sign(content, secret)}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}

function sign(content: string, secret: string): string {
  const bytes = Buffer.from(secret.slice(SIGNING_SECRET_PREFIX.length), 'base64');
  return createHmac('sha256', bytes).update(content).digest('base64');
}
