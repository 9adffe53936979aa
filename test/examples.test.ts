import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { curlExample } from '#/api/docs/curl-example.ts';
import { linesOf } from '#/api/docs/reference.ts';
import { typescriptExample } from '#/api/docs/typescript-example.ts';
import type { OpenApi } from '#/api/rest/openapi-document.ts';
import { Mouthpiece } from '#/client/node.ts';
import { drawPortrait } from '../bench/draw-portrait.ts';
import { buildClient } from '../bin/build-client.ts';
import { environment } from '../bin/environment.ts';
import { ADMIN_KEY, startTestServer, type TestServer } from './api-server.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');
const MODULES = join(ROOT, 'node_modules');
const GUIDES = join(ROOT, 'docs/guides');
const LOCAL = 'http://127.0.0.1:3000';
const LIMIT_MS = 90_000;

const texts = [
  join(ROOT, 'README.md'),
  ...(await readdir(GUIDES)).sort().map((name) => join(GUIDES, name)),
];
const examples = (await Promise.all(texts.map(examplesOf))).flat();

let folder: string;
let server: TestServer;
let worker: WorkerProcess;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mouthpiece-examples-'));
  await installClient();
  server = await startTestServer({ MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1' });
  worker = await startWorker({ settings: {} });
  const mouthpiece = new Mouthpiece({ url: server.url, key: ADMIN_KEY });
  await drawPortrait(join(folder, 'face.png'), 512);
  await mouthpiece.download(await mouthpiece.speech('One, two.'), join(folder, 'voice.wav'));
}, LIMIT_MS);
afterAll(async () => {
  await worker?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

type Example = { name: string; language: string; code: string };

async function examplesOf(path: string): Promise<Example[]> {
  const text = await readFile(path, 'utf8');
  const file = path.slice(ROOT.length + 1);
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = ''], i) => ({
    name: `${file} ${i + 1}`,
    language,
    code,
  }));
}

async function installClient(): Promise<void> {
  await buildClient(join(folder, 'node_modules/mouthpiece'));
  for (const name of ['@types', 'undici-types']) {
    await symlink(join(MODULES, name), join(folder, 'node_modules', name));
  }
  await writeFile(join(folder, 'package.json'), '{"private":true,"type":"module"}');
}

async function compile(...files: string[]): Promise<void> {
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  const tsc = [join(MODULES, 'typescript7/bin/tsc'), ...options, '--skipLibCheck', ...files];
  await run(process.execPath, tsc, { cwd: folder }).catch(({ stdout }: { stdout: string }) =>
    expect(stdout).toBe(''),
  );
}

const shell = examples.filter(({ language, code }) => language === 'sh' && !/^npm /m.test(code));
const typescript = examples.filter(({ language }) => language === 'ts');

describe('what the README and the guides show runs as it stands', () => {
  test('there is something to run', () => {
    expect(shell.length).toBeGreaterThan(7);
    expect(typescript.length).toBeGreaterThan(4);
  });

  test.for(shell)('in a shell: $name', { timeout: LIMIT_MS }, async ({ code }) => {
    const script = code.replaceAll(LOCAL, server.url);
    await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder, timeout: LIMIT_MS });
  });

  test.for(typescript)('in TypeScript: $name', { timeout: LIMIT_MS }, async ({ name, code }) => {
    const file = `${name.replace(/\W+/g, '-')}`;
    await writeFile(join(folder, `${file}.ts`), code.replaceAll(LOCAL, server.url));
    await compile(`${file}.ts`);
    const env = { ...environment(), MOUTHPIECE_URL: server.url, MOUTHPIECE_KEY: ADMIN_KEY };
    await run(process.execPath, [`${file}.js`], { cwd: folder, env, timeout: LIMIT_MS });
  });

  test('and made videos', async () => {
    const made = [
      'video',
      'lipsync',
      'good-morning',
      'out/video',
      'from-lipsync',
      'from-dispatcher',
    ];
    for (const name of made.map((each) => `${each}.mp4`)) {
      expect((await stat(join(folder, name))).size, name).toBeGreaterThan(10_000);
    }
  });
});

describe('what the reference shows', () => {
  test('in TypeScript fits the types of the client', { timeout: LIMIT_MS }, async () => {
    const { body } = await server.call('GET', '/api/v1/openapi.json');
    const bodies = linesOf(body as unknown as OpenApi).map(
      (line) => `async () => {\n${typescriptExample(line)}\n},`,
    );
    const given = `import { Mouthpiece } from 'mouthpiece/client';
declare const mouthpiece: Mouthpiece;
declare const [url, key, id, bytes, attempt, number, name]: [string, string, string, Blob, number, number, string];
export const all = [\n${bodies.join('\n')}\n];`;
    await writeFile(join(folder, 'reference.ts'), given);
    await compile('--noEmit', 'reference.ts');
  });

  test('with curl is answered as it says', { timeout: LIMIT_MS }, async () => {
    const { body } = await server.call('GET', '/api/v1/openapi.json');
    const ids = await idsOf();
    await run('cp', ['face.png', 'portrait.jpg'], { cwd: folder });
    await run('cp', ['voice.wav', 'part.bin'], { cwd: folder });
    for (const line of linesOf(body as unknown as OpenApi)) {
      const [resource = ''] = line.path.replace(/^\/(api\/v1\/)?/, '').split('/');
      const env = { ...environment(), KEY: ADMIN_KEY, ATTEMPT: '1', NUMBER: '0', NAME: 'none' };
      const command = curlExample(line, server.url).replace(
        /^curl/,
        `curl -s -o /dev/null -m ${WAITS.includes(line.operation.operationId) ? 60 : 2} -w '%{http_code}'`,
      );
      const { stdout } = await run('bash', ['-c', `${command}; true`], {
        cwd: folder,
        env: { ...env, ID: ids[resource] ?? 'none' },
      });
      const shown = `${line.operation.operationId}: ${command}`;
      expect(Object.keys(line.operation.responses), shown).toContain(stdout);
      expect(['400', '401', '403', '405', '415'], shown).not.toContain(stdout);
    }
  });
});

/** Calls that answer when the work is done. */
const WAITS = ['dispatcher.sync'];

/** Something of each kind that calls of the reference can name. */
async function idsOf(): Promise<Record<string, string>> {
  const mouthpiece = new Mouthpiece({ url: server.url, key: ADMIN_KEY });
  const asset = await mouthpiece.upload(join(folder, 'voice.wav'));
  const task = await mouthpiece.speech('Three.');
  const key = await mouthpiece.api.keys.create.mutate({ name: 'example' });
  const url = 'http://127.0.0.1:9/hook';
  const webhook = await mouthpiece.api.webhooks.create.mutate({ url });
  const delivery = await mouthpiece.api.webhooks.test.mutate({ id: webhook.id });
  const batch = await mouthpiece.api.batches.create.mutate({
    tasks: [{ type: 'speech', input: { text: 'Four.' } }],
  });
  const { body: begun } = await server.call('POST', '/api/v1/upload/init', {
    body: { filename: 'voice.wav', size: 1 },
  });
  return {
    ...{ assets: asset.id, uploads: asset.id, upload: String(begun.upload_id) },
    ...{ tasks: task.id, batches: batch.id, keys: key.id },
    ...{ webhooks: webhook.id, deliveries: delivery.id },
  };
}
