import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '#/data/db.ts';
import { createKey } from '#/services/keys/create-key.ts';
import { environment } from '../bin/environment.ts';
import { runCommand } from '../bin/run-command.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

const ROOT = join(import.meta.dirname, '..');
const FLAGS = ['--disable-warning=ExperimentalWarning'];
const ADMIN = { keyId: 'operator', scopes: ['admin'] as const, anonymous: false };
const EXISTING = 'an existing secret';
/** More than come back at once. */
const MANY = 105;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.dispose());

function run(program: string, args: string[]) {
  return runCommand([process.execPath, ...FLAGS, program, ...args], {
    env: { ...environment(), DATABASE_URL: database.url },
    cwd: ROOT,
  });
}
const keys = (...args: string[]) => run('bin/keys.ts', args);

describe('every failure is said in one line, with exit code 1:', () => {
  test.each([
    ['bin/keys.ts', ['create', 'x', '--scopes', 'foo'], /^--scopes is not valid: .*"read".*\n$/],
    ['bin/keys.ts', ['create', 'x', '--expires', 'soon'], /^--expires is not valid: give .*\n$/],
    ['bin/keys.ts', ['create', 'x'.repeat(101)], /^NAME is not valid: .*\n$/],
    ['bin/keys.ts', ['rotate', 'key_1', '--grace', 'abc'], /^--grace is not valid: give .*\n$/],
    ['bin/keys.ts', ['rotate', 'key_1', '--grace', '-1'], /^.*--grace.*\n$/],
    ['bin/keys.ts', ['rotate', 'key_1', '--grace', '0.5'], /^--grace is not valid: .*\n$/],
    ['bin/keys.ts', ['revoke', 'key_1'], /^There is no key with this id\n$/],
    ['bin/keys.ts', ['create', 'my', 'shop'], /^Usage: .*\n$/],
    ['bin/keys.ts', ['revoke'], /^Usage: .*\n$/],
    ['bin/keys.ts', ['forget'], /^Usage: .*\n$/],
    ['bin/keys.ts', [], /^Usage: .*\n$/],
    ['bin/keys.ts', ['list', '--colour'], /^Unknown option '--colour'.*\n$/],
    ['bin/demo.ts', ['--colour'], /^Unknown option '--colour'.*\n$/],
    ['bin/demo.ts', ['--image', '--audio'], /^Option '--image' argument is ambiguous.*\n$/],
    ['bench/main.ts', ['--colour'], /^Unknown option '--colour'.*\n$/],
    ['bench/main.ts', ['colour'], /^There is no group colour; there are portrait, .*\n$/],
  ])('%s %j', async (program, args, says) => {
    const { code, output } = await run(program, args);
    expect(output).toMatch(says);
    expect(code).toBe(1);
  });

  test('a secret that another key has', async () => {
    expect(await keys('create', 'one', '--secret', EXISTING)).toMatchObject({ code: 0 });
    const { code, output } = await keys('create', 'other', '--secret', EXISTING);
    expect(output).toBe('This secret belongs to another key: choose another one\n');
    expect(code).toBe(1);
  });
});

describe('npm run keys -- list', () => {
  test('shows every key and how it stands', async () => {
    await using opened = openDatabase(database.url);
    const ctx = { database: opened, caller: ADMIN };
    const made = Array.from({ length: MANY }, (_, i) => createKey(ctx, { name: `shop ${i}` }));
    const [first] = await Promise.all(made);
    await keys('create', 'over', '--expires', '2020-01-01');
    await keys('create', 'later', '--expires', '2999-01-01');
    await keys('revoke', first?.id ?? '');

    const { code, output } = await keys('list');
    expect(code).toBe(0);
    const lines = output.trimEnd().split('\n');
    expect(lines.filter((line) => / {2}shop \d+$/.test(line))).toHaveLength(MANY);
    const stateOf = (name: string) =>
      lines.find((line) => line.endsWith(`  ${name}`))?.split(/ {2,}/)[2];
    expect(['over', 'later', 'shop 0', 'shop 1'].map(stateOf)).toEqual([
      'expired',
      'active',
      'revoked',
      'active',
    ]);
  });

  test('a rotated key has a new secret', async () => {
    const { output } = await keys('create', 'till');
    const [id = '', secret] = output.split('\n');
    const rotated = await keys('rotate', id, '--grace', '60');
    expect(rotated.output).toMatch(/^mp_live_\S+\nThe old secret works until 2\S+Z\.\n$/);
    expect(rotated.output).not.toContain(secret);
  });
});
