import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '#/data/db.ts';
import { installAdminKey } from '#/services/keys/install-admin-key.ts';
import { environment } from '../bin/environment.ts';
import { ADMIN_KEY, eventually } from './api-server.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { pretendWorker } from './pretend-worker.ts';

const TUS = { 'X-API-Key': ADMIN_KEY, 'Tus-Resumable': '1.0.0' };
const OFFSET = { ...TUS, 'Content-Type': 'application/offset+octet-stream' };

let database: TestDatabase;
let folder: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'mouthpiece-process-test-'));
  await installAdminKey(database.url, { path: join(folder, 'admin-key'), secret: ADMIN_KEY });
});
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});
afterAll(async () => {
  await database.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function startProcess(): Promise<{
  child: ChildProcess;
  url: string;
  exit: Promise<unknown[]>;
}> {
  const child = fork(join(import.meta.dirname, '../src/server.ts'), ['--api-only'], {
    env: {
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      MOUTHPIECE_DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: 'silent',
    },
    execArgv: [],
  });
  running.add(child);
  const exit = once(child, 'exit').finally(() => running.delete(child));
  const [message] = await once(child, 'message');
  expect(message).toEqual({ type: 'listening', port: expect.any(Number) });
  return { child, url: `http://127.0.0.1:${(message as { port: number }).port}`, exit };
}

/** Kilobytes; `VmHWM` is the highest `VmRSS` so far. */
function memoryOf(child: ChildProcess, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]);
}

/** Sends a multipart upload of random bytes without holding it in memory. */
async function sendBig(url: string, megabytes: number): Promise<unknown> {
  const piece = randomBytes(1 << 20);
  const call = request(`${url}/api/v1/assets`, {
    method: 'POST',
    headers: { 'X-API-Key': ADMIN_KEY, 'Content-Type': 'multipart/form-data; boundary=b' },
  });
  const answered = once(call, 'response');
  call.write('--b\r\nContent-Disposition: form-data; name="file"; filename="big.mp4"\r\n\r\n');
  for (let i = 0; i < megabytes; i++) if (!call.write(piece)) await once(call, 'drain');
  call.end('\r\n--b--\r\n');
  const [response] = await answered;
  return JSON.parse(Buffer.concat(await response.toArray()).toString());
}

/** Megabytes; set `TEST_FORM_MB` for more. */
const FORM_MB = Number(environment().TEST_FORM_MB ?? 200);

/** Two videos that are half of it each, then their recording, then a field. */
async function sendForm(url: string, megabytes: number): Promise<unknown> {
  const piece = randomBytes(1 << 20);
  const call = request(`${url}/api/v1/generate`, {
    method: 'POST',
    headers: { 'X-API-Key': ADMIN_KEY, 'Content-Type': 'multipart/form-data; boundary=b' },
  });
  const answered = once(call, 'response');
  const part = (rest: string) => `\r\n--b\r\nContent-Disposition: form-data; name=${rest}\r\n\r\n`;
  for (const name of ['one.mp4', 'two.mp4']) {
    call.write(part(`"videos"; filename="${name}"`));
    for (let i = 0; i < megabytes / 2; i++) if (!call.write(piece)) await once(call, 'drain');
  }
  call.write(`${part('"audio"; filename="voice.wav"')}RIFF`);
  call.end(`${part('"resolution"')}360p\r\n--b--\r\n`);
  const [response] = await answered;
  return JSON.parse(Buffer.concat(await response.toArray()).toString());
}

describe('the web process', () => {
  test('takes 200 MB of multipart in flat memory', async () => {
    const { child, url } = await startProcess();
    await sendBig(url, 20);
    const before = memoryOf(child, 'VmRSS');
    expect(await sendBig(url, 200)).toMatchObject({ bytes: 200 << 20, status: 'probing' });
    expect((memoryOf(child, 'VmHWM') - before) / 1024).toBeLessThan(100);
  });

  test(`takes ${FORM_MB} MB of a form with several files before its fields in flat memory`, async () => {
    await using opened = openDatabase(database.url);
    await pretendWorker(opened);
    const { child, url } = await startProcess();
    await sendForm(url, 20);
    const before = memoryOf(child, 'VmRSS');
    const answer = await sendForm(url, FORM_MB);
    expect(answer).toMatchObject({ status: 'pending', batch_id: expect.any(String) });
    expect((answer as { tasks: unknown[] }).tasks).toHaveLength(2);
    expect((memoryOf(child, 'VmHWM') - before) / 1024).toBeLessThan(100);
  });

  test('killed in the middle of a resumable upload, goes on where the bytes end', async () => {
    const bytes = randomBytes(400_000);
    const first = await startProcess();
    const created = await fetch(`${first.url}/api/v1/uploads`, {
      method: 'POST',
      headers: { ...TUS, 'Upload-Length': String(bytes.length) },
    });
    const path = created.headers.get('location') ?? '';
    const cut = request(first.url + path, {
      method: 'PATCH',
      headers: { ...OFFSET, 'Upload-Offset': '0', 'Content-Length': bytes.length },
    });
    cut.on('error', () => {});
    cut.write(bytes.subarray(0, 150_000));
    const partial = join(folder, 'uploads', path.split('/').at(-1) ?? '');
    await eventually(async () => (await stat(partial)).size === 150_000);
    first.child.kill('SIGKILL');
    await first.exit;

    const { url } = await startProcess();
    const head = await fetch(url + path, { method: 'HEAD', headers: TUS });
    expect(head.headers.get('upload-offset')).toBe('150000');
    const rest = await fetch(url + path, {
      method: 'PATCH',
      headers: { ...OFFSET, 'Upload-Offset': '150000' },
      body: bytes.subarray(150_000),
    });
    expect([rest.status, rest.headers.get('asset-id')]).toEqual([204, path.split('/').at(-1)]);
  });

  test('ends clean on SIGTERM although a slow upload is open', async () => {
    const { child, url, exit } = await startProcess();
    const idle = request(`${url}/api/v1/assets`, {
      method: 'POST',
      headers: { 'X-API-Key': ADMIN_KEY, 'Content-Type': 'multipart/form-data; boundary=b' },
    });
    idle.on('error', () => {});
    idle.write('--b\r\n');
    await fetch(`${url}/api/v1/health/live`);
    child.kill('SIGTERM');
    expect(await exit).toEqual([0, null]);
  });
});
