import { execFile, execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawPortrait } from '../bench/draw-portrait.ts';
import { writeHum } from '../bench/hum.ts';
import { environment } from '../bin/environment.ts';
import { madeFolder } from '../worker/media/made-media.ts';
import { startTestServer, type TestServer } from './api-server.ts';
import { filmFace } from './drawn-footage.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

const run = promisify(execFile);
const CLIENTS = join(import.meta.dirname, 'clients');
const PYTHON = environment().TEST_PYTHON ?? 'python3';
const LIMIT_MS = 300_000;

/** Programs as users of the earlier services have them; they know nothing of this one but its address and a key. */
const PROGRAMS = [
  { name: 'lipsync_requests.py', module: 'requests' },
  { name: 'dispatcher_requests.py', module: 'requests' },
  { name: 'dispatcher_aiohttp.py', module: 'aiohttp' },
  { name: 'lipsync_upload.sh', module: null },
];

/** Why a program cannot run on this machine; null when it can. */
function obstacle(module: string | null): string | null {
  if (module === null) return null;
  try {
    execFileSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' });
    return null;
  } catch {
    return `${PYTHON} cannot import ${module}: name a Python that can in TEST_PYTHON`;
  }
}

const programs = PROGRAMS.map((program) => ({ ...program, obstacle: obstacle(program.module) }));
for (const { name, obstacle } of programs) {
  if (obstacle) process.stderr.write(`\nNOT RUN: test/clients/${name}: ${obstacle}\n`);
}

let server: TestServer;
let worker: WorkerProcess;
let key: string;
const folder = madeFolder();
const audio = folder.path('你好 世界.wav');
const footage = folder.path('老师 讲课.mp4');
const picture = folder.path('头像.png');
beforeAll(async () => {
  writeHum(audio, 1);
  await filmFace(footage, { width: 320, height: 320, fps: 25, frames: 30 });
  await drawPortrait(picture, 256);
  server = await startTestServer({ MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1' });
  worker = await startWorker({ settings: {} });
  key = await server.createKey();
}, LIMIT_MS);
afterAll(async () => {
  await worker?.[Symbol.asyncDispose]();
  await server?.[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

for (const { name, obstacle } of programs) {
  const video = name.includes('upload') ? picture : footage;
  test.skipIf(obstacle !== null)(
    `${name} gets its video unchanged${obstacle ? ` (NOT RUN: ${obstacle})` : ''}`,
    { timeout: LIMIT_MS },
    async () => {
      const output = folder.path(`${name}.mp4`);
      const program = name.endsWith('.py') ? PYTHON : 'bash';
      const args = [join(CLIENTS, name), server.url, key, audio, video, output];
      await run(program, args, { timeout: LIMIT_MS });
      const bytes = await readFile(output);
      expect(bytes.subarray(4, 8).toString()).toBe('ftyp');
      const { body } = await server.call('GET', '/api/v1/assets?origin=made&limit=100', { key });
      const made = (body.data as { bytes: number }[]).map((asset) => asset.bytes);
      expect(made).toContain(bytes.length);
    },
  );
}

test('what these programs sent keeps its Chinese names', async () => {
  const { body } = await server.call('GET', '/api/v1/assets?origin=uploaded&limit=100', { key });
  const names = new Set((body.data as { filename: string }[]).map(({ filename }) => filename));
  expect(names).toContain('你好 世界.wav');
  if (programs.every(({ obstacle }) => obstacle === null)) {
    expect(names).toEqual(new Set(['你好 世界.wav', '老师 讲课.mp4', '头像.png', '第二个.mp4']));
  }
});
