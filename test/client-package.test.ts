import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildClient } from '../bin/build-client.ts';
import { environment } from '../bin/environment.ts';
import { ADMIN_KEY, startTestServer, type TestServer } from './api-server.ts';

const run = promisify(execFile);
const MODULES = join(import.meta.dirname, '../node_modules');
const TSC = join(MODULES, 'typescript7/bin/tsc');
/** The one that Mouthpiece brings, and what else the machine has. */
const NODES = [process.execPath, '/usr/bin/node', '/usr/local/bin/node'].filter(existsSync);

const PROGRAM = `
import { Mouthpiece, MouthpieceError, type Task, type TaskRequest } from 'mouthpiece/client';
import { Mouthpiece as FromRoot } from 'mouthpiece';

const [url, key] = process.argv.slice(2) as [string, string];
const mouthpiece: FromRoot = new Mouthpiece({ url, key });
const asset = await mouthpiece.upload(new Blob(['not a sound']), { filename: 'a.wav' });
const request: TaskRequest = { type: 'speech', input: { text: 'Hello.' }, metadata: { by: 'consumer' } };
const made: Task = await mouthpiece.api.tasks.create.mutate(request);
const page = await mouthpiece.api.tasks.list.query({ limit: 5, status: 'pending' });
await mouthpiece.api.tasks.cancel.mutate({ id: made.id });
const refusal: unknown = await mouthpiece.wait(made.id).catch((error: unknown) => error);
if (!(refusal instanceof MouthpieceError)) throw refusal;
console.log(JSON.stringify([asset.bytes, page.data.some(({ id }) => id === made.id), refusal.code]));
// @ts-expect-error There is no such type of task: the types are not any.
export const wrong: TaskRequest = { type: 'dance', input: {} };
// @ts-expect-error A number is no id.
export const unsent = () => mouthpiece.api.tasks.get.query({ id: 7 });
`;

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mouthpiece-package-'));
  await buildClient(join(folder, 'client'));
  const empty = join(folder, 'empty');
  await mkdir(empty);
  const npm = { cwd: empty, env: { ...environment(), HOME: folder } };
  const packed = await run('npm', ['pack', '--json', join(folder, 'client')], npm);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  await writeFile(join(empty, 'package.json'), '{"private":true,"type":"module"}');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', filename], npm);
  server = await startTestServer();
  await server.pretendWorker();
}, 60_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test('the package brings no other, and installs offline into an empty folder', async () => {
  const installed = await readdir(join(folder, 'empty/node_modules'));
  expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['mouthpiece']);
  const notices = await readFile(
    join(folder, 'empty/node_modules/mouthpiece/THIRD-PARTY-LICENCES.txt'),
    'utf8',
  );
  for (const name of ['@trpc/client', '@trpc/server', 'tus-js-client', 'js-base64']) {
    expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
  }
  expect(
    notices.match(/Permission is hereby granted|Redistribution and use/g)?.length,
  ).toBeGreaterThan(3);
});

test('its types stand alone, strict and with libraries checked, for Node and for a page', async () => {
  const empty = join(folder, 'empty');
  await writeFile(join(empty, 'program.ts'), PROGRAM);
  const compile = (more: string[]) =>
    run(
      process.execPath,
      [TSC, '--strict', '--module', 'nodenext', '--target', 'es2022', ...more, 'program.ts'],
      { cwd: empty },
    ).catch(({ stdout }: { stdout: string }) => expect(stdout).toBe(''));
  const page = join(empty, 'page.d.ts');
  await writeFile(page, 'declare const process: { argv: string[] };');
  await compile(['--noEmit', '--types', '', '--lib', 'es2022,dom,esnext.disposable', page]);
  await mkdir(join(empty, 'node_modules/@types'), { recursive: true });
  for (const name of ['@types/node', 'undici-types']) {
    await symlink(join(MODULES, name), join(empty, 'node_modules', name));
  }
  await compile(['--types', 'node', '--lib', 'es2022,esnext.disposable']);
  for (const node of NODES) {
    const { stdout } = await run(node, ['program.js', server.url, ADMIN_KEY], { cwd: empty });
    expect(JSON.parse(stdout)).toEqual([11, true, 'cancelled']);
  }
}, 60_000);

test('neither bundle holds anything of the server, nor the browser bundle anything of Node', async () => {
  const bundle = (name: string) => readFile(join(folder, 'client', `${name}.js`), 'utf8');
  const [node, browser] = await Promise.all([bundle('node'), bundle('browser')]);
  for (const text of [node, browser]) {
    expect(text).not.toMatch(/prisma|pg-boss|postgres|node-av|SELECT |zod/i);
  }
  expect(browser).not.toMatch(/node:|from\s*["'](fs|http|https|stream|crypto|url|path|os)["']/);
  expect(browser).not.toMatch(/\brequire\s*\(/);
  expect(browser.length).toBeLessThan(120_000);
  for (const name of await readdir(join(folder, 'client/types'))) {
    const text = await readFile(join(folder, 'client/types', name), 'utf8');
    expect(text, name).not.toMatch(/#\/|@trpc|@prisma|[:<] ?any\b/);
  }
});
