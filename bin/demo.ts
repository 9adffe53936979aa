import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Upload } from 'tus-js-client';
import type { CreateTaskInput, Task } from '#/domain/task.ts';
import { launch, type Product } from './launcher.ts';
import { progressBar } from './progress-bar.ts';
import { runProgram } from './say-failure.ts';
import { onStopSignal } from './stop-signal.ts';

const TEXT =
  'Hello. I am a drawing, and now I can speak. Give Mouthpiece a picture and a voice, and it makes a finished video.';
const PORTRAIT = 'portrait:host';
const WAIT_S = 20;

type Wishes = { image?: string; audio?: string; text?: string; out?: string };
type Client = { url: string; key: string; signal: AbortSignal };

async function call<T>(client: Client, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${client.url}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' },
    signal: client.signal,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer = (await response.json()) as T & { detail?: string };
  if (!response.ok) throw new Error(answer.detail ?? `${path} answered ${response.status}`);
  return answer;
}

/** Creates a task and follows it, showing its progress, until it has ended well. */
async function make(client: Client, request: CreateTaskInput): Promise<Task> {
  let task = await call<Task>(client, '/api/v1/tasks', request);
  const bar = progressBar(request.type);
  while (task.status === 'pending' || task.status === 'processing') {
    bar.show(task.progress, task.stage);
    task = await call<Task>(client, `/api/v1/tasks/${task.id}?wait=${WAIT_S}`);
  }
  bar.end(task.progress, task.status);
  if (task.status !== 'completed')
    throw new Error(task.error?.detail ?? `The task was ${task.status}`);
  return task;
}

/** Sends a file by tus; an interrupted upload goes on where it stopped. @returns the id of the asset */
async function upload(client: Client, path: string): Promise<string> {
  const { size } = await stat(path);
  const bar = progressBar(`upload ${basename(path)}`);
  const id = await new Promise<string>((done, reject) => {
    const sending = new Upload(createReadStream(path), {
      endpoint: `${client.url}/api/v1/uploads`,
      headers: { authorization: `Bearer ${client.key}` },
      uploadSize: size,
      chunkSize: 5 * 1024 * 1024,
      metadata: { filename: basename(path) },
      onProgress: (sent) => bar.show(sent / size, ''),
      onSuccess: () => done(basename(new URL(sending.url ?? '').pathname)),
      onError: reject,
    });
    sending.start();
  });
  bar.end(1, 'done');
  return id;
}

async function download(client: Client, url: string, path: string): Promise<void> {
  const response = await fetch(new URL(url, client.url), { signal: client.signal });
  if (!response.ok || !response.body) throw new Error(`The download answered ${response.status}`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, response.body);
}

async function makeVideo(client: Client, wishes: Wishes, folder: string): Promise<string> {
  let recording = wishes.audio;
  if (!recording) {
    const speech = await make(client, { type: 'speech', input: { text: wishes.text ?? TEXT } });
    recording = join(folder, 'speech.wav');
    await download(client, speech.result_url ?? '', recording);
  }
  const audio = await upload(client, recording);
  const image = wishes.image ? await upload(client, wishes.image) : PORTRAIT;
  const video = await make(client, { type: 'lipsync', input: { image, audio } });
  const path = resolve(wishes.out ?? join('out', 'demo.mp4'));
  await download(client, video.result_url ?? '', path);
  return path;
}

async function run(wishes: Wishes): Promise<void> {
  const { stop } = onStopSignal();
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-demo-'));
  try {
    console.log('Starting the database, the web process and a worker …');
    await using product: Product = await launch({
      settings: {
        PORT: '0',
        HOST: '127.0.0.1',
        MOUTHPIECE_DATA_DIR: join(folder, 'data'),
        DATABASE_URL: '',
        LOG_LEVEL: 'warn',
      },
      logFile: join(folder, 'log'),
      signal: stop,
    });
    const client = { url: product.url, key: product.adminKey, signal: stop };
    const path = await makeVideo(client, wishes, folder);
    console.log(`\nThe finished video: ${path}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      image: { type: 'string' },
      audio: { type: 'string' },
      text: { type: 'string' },
      out: { type: 'string' },
    },
  });
  if (values.audio && values.text) console.log('The recording of --audio is used, not --text.');
  await run(values);
}

await runProgram(main);
