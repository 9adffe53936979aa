import { pino } from 'pino';
import { env } from './env.ts';

const pretty = process.stdout.isTTY && env().NODE_ENV !== 'test';

/** Credentials that stand in an address: the key of a call, the signature of a link. */
const IN_ADDRESS = /([?&](?:token|sig)=)[^&\s"'\\]+/gi;

/** JSON lines on stdout; a readable view only on a terminal. Credentials never reach it. */
export const logger = pino({
  level: env().LOG_LEVEL,
  redact: ['*.authorization', '*["x-api-key"]', '*.secret', '*.token'],
  // Addresses stand anywhere: in fields, messages and causes of errors.
  hooks: { streamWrite: (line) => line.replace(IN_ADDRESS, '$1[redacted]') },
  ...(pretty && { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } }),
});
export type Logger = typeof logger;
