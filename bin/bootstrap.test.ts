import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cleanNpmEnv, hashOf, isInstalled, isNodeTooOld, prepare } from './bootstrap.mjs';
import { environment } from './environment.ts';
import { runCommand } from './run-command.ts';

const script = join(import.meta.dirname, 'bootstrap.mjs');

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bootstrap-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe('the bootstrap', () => {
  test('tells a Node that is too old from one that is not', () => {
    expect(
      ['18.20.8', '20.18.3', '20.19.0', '22.0.0', '24.1.0'].map((v) => isNodeTooOld(v)),
    ).toEqual([true, true, false, false, false]);
  });

  test('drops what an outer npm left and keeps what the user configured', () => {
    const cleaned = cleanNpmEnv({
      HOME: '/home/me',
      npm_lifecycle_event: 'demo',
      npm_config_local_prefix: '/work',
      npm_package_name: 'mouthpiece',
      npm_config_registry: 'https://registry.example',
      npm_config_userconfig: '/home/me/.npmrc',
      'npm_config_//registry.example/:_authToken': 'token',
    });
    expect(cleaned).toMatchObject({
      HOME: '/home/me',
      npm_config_registry: 'https://registry.example',
      npm_config_userconfig: '/home/me/.npmrc',
      'npm_config_//registry.example/:_authToken': 'token',
    });
    expect(cleaned).not.toHaveProperty('npm_lifecycle_event');
    expect(cleaned).not.toHaveProperty('npm_config_local_prefix');
    expect(cleaned).not.toHaveProperty('npm_package_name');
  });

  test('a hash changes with contents, names and new files below, and not with what is skipped', async () => {
    await mkdir(join(root, 'src/deep'), { recursive: true });
    await writeFile(join(root, 'src/deep/a.ts'), 'one');
    const hash = () =>
      hashOf(root, ['src', 'missing'], (path: string) => path.endsWith('.test.ts'));
    const first = hash();
    await writeFile(join(root, 'src/deep/a.test.ts'), 'a test');
    expect(hash()).toBe(first);
    await writeFile(join(root, 'src/deep/a.ts'), 'two');
    const second = hash();
    expect(second).not.toBe(first);
    await writeFile(join(root, 'src/b.ts'), '');
    expect(hash()).not.toBe(second);
  });

  test('makes what is stale once, also when two runs want it at the same time', async () => {
    let version = 'one';
    let made = 0;
    const step = {
      stamp: 'out/stamp',
      hash: () => version,
      isThere: () => made > 0,
      says: 'Making',
      make: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        made += 1;
      },
    };
    await Promise.all([prepare(root, step), prepare(root, step), prepare(root, step)]);
    expect(made).toBe(1);
    version = 'two';
    await prepare(root, step);
    expect(made).toBe(2);
  });

  test('a step that fails is tried again by the next run', async () => {
    let broken = true;
    const step = {
      stamp: 'stamp',
      hash: () => 'same',
      isThere: () => true,
      says: 'Making',
      make: async () => {
        if (broken) throw new Error('no disk');
      },
    };
    await expect(prepare(root, step)).rejects.toThrow('no disk');
    broken = false;
    await prepare(root, step);
    await prepare(root, { ...step, make: async () => expect.unreachable() });
  });

  test('knows an installation that does not match the lock file', async () => {
    await mkdir(join(root, 'node_modules/node/bin'), { recursive: true });
    await writeFile(join(root, 'node_modules/node/bin/node'), '');
    const packages = {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    };
    const write = (file: string, value: object) =>
      writeFile(join(root, file), JSON.stringify({ packages: value }));
    await write('package-lock.json', packages);
    expect(isInstalled(root)).toBe(false);
    await write('node_modules/.package-lock.json', { 'node_modules/a': { version: '1.0.0' } });
    expect(isInstalled(root)).toBe(true);
    await write('node_modules/.package-lock.json', { 'node_modules/a': { version: '0.9.0' } });
    expect(isInstalled(root)).toBe(false);
  });

  test('an unknown target is refused in one line', async () => {
    const { code, output } = await runCommand([process.execPath, script, 'dance']);
    expect(output).toMatch(/^Usage: bootstrap\.mjs demo\|test\|.*\n$/);
    expect(code).toBe(1);
  });

  test('goes on with the target, the settings of .env and the arguments, and hands back its exit code', async () => {
    const modules = join(import.meta.dirname, '../node_modules');
    for (const file of [
      'package.json',
      'package-lock.json',
      '.npmrc',
      'prisma.config.ts',
      'prisma',
    ]) {
      await cp(join(modules, '..', file), join(root, file), { recursive: true });
    }
    await mkdir(join(root, 'node_modules'));
    for (const name of ['node', 'prisma', '.package-lock.json', '@prisma']) {
      await symlink(join(modules, name), join(root, 'node_modules', name));
    }
    await mkdir(join(root, 'bin'));
    await cp(script, join(root, 'bin/bootstrap.mjs'));
    await writeFile(
      join(root, 'bin/keys.ts'),
      'const said: string[] = process.argv.slice(2); console.log(said.join()); process.exitCode = 7;',
    );
    await writeFile(join(root, '.env'), 'FROM_FILE=settings of the operator');
    await writeFile(join(root, 'bin/check-settings.ts'), 'console.log(process.env.FROM_FILE);');
    const run = () =>
      runCommand([process.execPath, join(root, 'bin/bootstrap.mjs'), 'keys', 'a', '--b'], {
        env: { ...environment(), npm_lifecycle_event: 'keys' },
      });
    const first = await run();
    expect(first.output).toMatch(
      /^Preparing the database client …\n.*done in \d+ s\nsettings of the operator\na,--b\n$/s,
    );
    expect(first.code).toBe(7);
    expect(await run()).toMatchObject({ output: 'settings of the operator\na,--b\n', code: 7 });
  });
});
