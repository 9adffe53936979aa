import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { environment } from '../bin/environment.ts';
import { runCommand } from '../bin/run-command.ts';

const project = join(import.meta.dirname, '..');

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'boundaries-'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
    await cp(join(project, file), join(root, file));
  }
  await symlink(join(project, 'node_modules'), join(root, 'node_modules'));
  await write('src/domain/task.ts', 'export type Task = { id: string };');
  await write(
    'src/data/tasks.ts',
    "import type { Task } from '#/domain/task.ts'; export type Row = Task;",
  );
  await write('worker/engines/engine.ts', 'export type Engine = object;');
  await write('worker/engines/flow/net.ts', 'export const net = 1;');
});

afterEach(() => rm(root, { recursive: true, force: true }));

describe('the boundaries', () => {
  test('allow what the import table allows', async () => {
    await write(
      'worker/tasks/run.ts',
      "import type { Engine } from '../engines/engine.ts'; export type E = Engine;",
    );
    expect(await violations()).toEqual([]);
  });

  test.each([
    {
      rule: 'layer:src/domain',
      file: 'src/domain/bad.ts',
      text: "import type { Row } from '#/data/tasks.ts'; export type Bad = Row;",
    },
    {
      rule: 'layer:worker',
      file: 'worker/tasks/bad.ts',
      text: "import type { Row } from '../../src/data/tasks.ts'; export type Bad = Row;",
    },
    {
      rule: 'src-never-imports-worker',
      file: 'src/bad.ts',
      text: "import { net } from '../worker/engines/flow/net.ts'; export const bad = net;",
    },
    {
      rule: 'home:node-av',
      file: 'worker/tasks/bad.ts',
      text: "import * as av from 'node-av'; export const bad = av;",
    },
    {
      rule: 'home:pg',
      file: 'src/services/bad.ts',
      text: "import { Client } from 'pg'; export const bad = Client;",
    },
    {
      rule: 'domain-knows-only-zod',
      file: 'src/domain/bad.ts',
      text: "import { pino } from 'pino'; export const bad = pino;",
    },
    {
      rule: 'engines-behind-one-door',
      file: 'worker/tasks/bad.ts',
      text: "import { net } from '../engines/flow/net.ts'; export const bad = net;",
    },
    {
      rule: 'resolvable',
      file: 'worker/tasks/bad.ts',
      text: "import { gone } from './gone.ts'; export const bad = gone;",
    },
  ])('report $file against $rule', async ({ rule, file, text }) => {
    await write(file, text);
    expect(await violations()).toContainEqual({ rule, from: file });
  });

  test('report a circle of imports', async () => {
    await write('src/services/a.ts', "import { b } from './b.ts'; export const a = () => b;");
    await write('src/services/b.ts', "import { a } from './a.ts'; export const b = () => a;");
    expect(await violations()).toContainEqual({ rule: 'no-cycles', from: 'src/services/a.ts' });
  });

  test('are looked for in every file of this project', async () => {
    const { cruised } = await cruise(project, ['src', 'worker', 'bin']);
    expect(cruised.length).toBeGreaterThan(50);
    for (const file of ['src/domain/task.ts', 'worker/engines/engine.ts', 'bin/launcher.ts']) {
      expect(cruised).toContain(file);
    }
  });
});

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

async function violations() {
  return (await cruise(root, ['src', 'worker'])).violations;
}

type Cruise = {
  modules: { source: string }[];
  summary: { violations: { rule: { name: string }; from: string }[] };
};

async function cruise(folder: string, paths: string[]) {
  const { output } = await runCommand(
    ['depcruise', '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...paths],
    {
      cwd: folder,
      env: {
        ...environment(),
        PATH: `${join(project, 'node_modules/.bin')}:${environment().PATH}`,
      },
    },
  );
  const { modules, summary } = JSON.parse(output) as Cruise;
  return {
    cruised: modules.map(({ source }) => source),
    violations: summary.violations.map(({ rule, from }) => ({ rule: rule.name, from })),
  };
}
