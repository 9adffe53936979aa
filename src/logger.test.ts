import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const PROGRAM = `
  import { logger } from './src/logger.ts';
  const url = '/api/v1/generate?fps=25&token=SECRET&size=1';
  logger.info({ url, req: { url } }, 'called ' + url);
  logger.error({ err: new Error('GET ' + url, { cause: new Error('"?sig=SECRET"') }) }, 'broke');
  logger.warn({ deep: { token: 'SECRET', secret: 'SECRET' } }, '?TOKEN=SECRET');
`;

test('a credential in an address reaches the log nowhere, and the rest of the address does', () => {
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    env: { NODE_ENV: 'test', LOG_LEVEL: 'info' },
    encoding: 'utf8',
  });
  const lines = said
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(3);
  expect(said).not.toContain('SECRET');
  expect(lines[0]).toMatchObject({
    url: '/api/v1/generate?fps=25&token=[redacted]&size=1',
    msg: 'called /api/v1/generate?fps=25&token=[redacted]&size=1',
  });
});
