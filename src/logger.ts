import { pino } from 'pino';
import { env } from './env.ts';

const pretty = process.stdout.isTTY && env().NODE_ENV !== 'test';

/** JSON lines on stdout; a readable view only on a terminal. Credentials never reach it. */
export const logger = pino({
  level: env().LOG_LEVEL,
  redact: ['*.authorization', '*["x-api-key"]', '*.secret', '*.token'],
  ...(pretty && { transport: { target: 'pino-pretty', options: { ignore: 'pid,hostname' } } }),
});
export type Logger = typeof logger;
