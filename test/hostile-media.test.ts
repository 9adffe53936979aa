import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asset } from '#/domain/asset.ts';
import { isEnded, type Task } from '#/domain/task.ts';
import { comesToNothing, FaultClient } from './fault-client.ts';
import { type FaultGround, listLeftovers, listLiveJobs, openFaultGround } from './fault-ground.ts';
import {
  dayInASecond,
  dayLongFrame,
  endlessSound,
  footage,
  manyStreams,
  picture,
  pixelFlood,
  silence,
  watchedAddress,
  watchedFile,
} from './hostile-files.ts';
import { until } from './until.ts';

/** Of a crowded machine; a quiet one needs a tenth of a second. */
const PROMPT_MS = 20_000;

let ground: FaultGround;
let client: FaultClient;
let processes: number[];
const uploaded: string[] = [];

beforeAll(async () => {
  ground = await openFaultGround({ settings: { MOUTHPIECE_TIMING_LEASE_MS: '15000' } });
  client = new FaultClient(ground);
  await makesAVideo();
  processes = await listProcesses();
}, 120_000);
afterAll(() => ground?.[Symbol.asyncDispose]());

/** Web process, supervisor, slot and lane. */
async function listProcesses(): Promise<number[]> {
  const worker = await ground.worker();
  return [(await ground.web()).pid, worker.child.pid ?? 0, ...worker.children()];
}

async function upload(bytes: Buffer | string, name: string): Promise<Asset> {
  const form = new FormData();
  form.set('file', new Blob([new Uint8Array(Buffer.from(bytes))]), name);
  const answer = await ground.call('POST', '/api/v1/assets', { body: form });
  expect(answer.status, await answer.clone().text()).toBe(201);
  const { id } = (await answer.json()) as Asset;
  uploaded.push(id);
  return until(async () => {
    const asset = await client.json<Asset>('GET', `/api/v1/assets/${id}`);
    return asset.status !== 'probing' && asset;
  }, PROMPT_MS);
}

/** Says what a person can do, and nothing of ours. */
function isASentence(detail: string | undefined): void {
  expect(detail).toMatch(/^[A-Z].{15,}[a-z.]$/);
  expect(detail).not.toContain(ground.installation.dataDir);
  expect(detail).not.toMatch(/\/(tmp|uploads|work|blobs)\/|node_modules|Error|errno|\bav_/);
}

async function isRejected(bytes: Buffer | string, name: string, code: string): Promise<Asset> {
  const asset = await upload(bytes, name);
  expect(asset).toMatchObject({ status: 'rejected', url: null, error: { code } });
  isASentence(asset.error?.detail);
  return asset;
}

async function ends(request: object): Promise<Task> {
  const { id } = await client.createTask(request);
  return until(async () => {
    const task = await client.getTask(id);
    return isEnded(task.status) && task;
  }, PROMPT_MS);
}

async function makesAVideo(): Promise<void> {
  const image = await upload(await picture(), 'fine.png');
  expect(image.status).toBe('ready');
  await client.endsOnce((await client.video(1)).id, 'completed');
}

type Made = [what: string, name: string, make: () => Buffer | Promise<Buffer>];

const noise = Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * n * 31 + n * 7) % 256));

describe('an upload that is not what it should be is rejected, with a reason', () => {
  test.each<Made>([
    ['a video cut short', 'a.mp4', () => footage().subarray(0, 900)],
    ['a picture cut short', 'a.png', async () => (await picture()).subarray(0, 90)],
    ['one byte', 'a.mp4', () => Buffer.from([0])],
    ['random bytes', 'a.mp4', () => noise],
    ['a text by the name of a picture', 'a.png', () => Buffer.from('Dear all,\n')],
    ['a program by the name of a film', 'a.mp4', () => Buffer.from('#!/bin/sh\nid\n')],
    ['an archive by the name of a film', 'a.mp4', archive],
    ['a recording of no length', 'a.wav', () => silence(0)],
    ['a film of no length', 'a.mp4', () => footage({ frames: 0 })],
  ])('%s: unreadable', async (_, name, make) => {
    await isRejected(await make(), name, 'media_unreadable');
  });

  test.each<Made>([
    ['a picture of billions of pixels', 'a.png', pixelFlood],
    ['one picture that lasts for a day', 'a.mp4', dayLongFrame],
    ['64 streams of sound', 'a.mka', () => manyStreams(64)],
    ['65 tracks', 'a.mka', () => manyStreams(65)],
  ])('%s: too large', async (_, name, make) => {
    await isRejected(await make(), name, 'media_too_large');
  });
});

describe('a file that names other files', () => {
  const scripts: [what: string, make: (path: string) => string][] = [
    [
      'a playlist',
      (path) => `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://${path}\n#EXT-X-ENDLIST\n`,
    ],
    [
      'a playlist whose key is the file',
      (path) =>
        `#EXTM3U\n#EXT-X-KEY:METHOD=AES-128,URI="${path}"\n#EXTINF:9,\ncrypto:${path}\n#EXT-X-ENDLIST\n`,
    ],
    ['a playlist behind a byte order mark', (path) => `\uFEFF#EXTM3U\n#EXTINF:9,\n${path}\n`],
    ['a playlist behind spaces', (path) => `\n \n#EXTM3U\n#EXTINF:9,\n${path}\n#EXT-X-ENDLIST\n`],
    ['a concat script', (path) => `ffconcat version 1.0\nfile '${path}'\n`],
    ['a concat script without a head', (path) => `file ${path}\n`],
    [
      'a concat script that leaves its folder',
      (path) => `ffconcat version 1.0\nfile '../../..${path}'\n`,
    ],
    [
      'a manifest',
      (path) =>
        `<?xml version="1.0"?>\n<MPD><Period><BaseURL>file://${path}</BaseURL></Period></MPD>`,
    ],
  ];

  test.each(scripts)(
    'as %s by the name of a film is rejected, and they stay unread',
    async (_, make) => {
      const folder = join(ground.installation.dataDir, 'of-another');
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${Math.random()}.mp4`);
      using other = watchedFile(path);
      await isRejected(make(path), 'film.mp4', 'media_unsupported');
      expect(other.wasRead()).toBe(false);
    },
  );

  test.each<[what: string, head: string]>([
    ['plain', ''],
    ['with a declaration', '<?xml version="1.0" encoding="UTF-8"?>\n'],
    [
      'with a type of its own',
      '<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY other SYSTEM "file:///etc/passwd">]>\n',
    ],
  ])('as a drawing, %s, is rejected, and nobody is called', async (_, head) => {
    await using address = await watchedAddress();
    using other = watchedFile(join(ground.installation.dataDir, `${Math.random()}.png`));
    const drawing = `${head}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">
      <image href="${address.url}/a.png"/><image href="file://${ground.installation.dataDir}"/>
      <style>@import url(${address.url}/a.css)</style><script>fetch('${address.url}')</script></svg>`;
    const { error } = await isRejected(drawing, 'face.png', 'media_unsupported');
    expect(error?.detail).toContain('SVG');
    expect(address.calls).toEqual([]);
    expect(other.wasRead()).toBe(false);
  });
});

describe('a file that is two things at once', () => {
  const page = '<html><script>alert(document.cookie)</script></html>';

  test.each<{ what: string; name: string; mime: string; bytes: () => Promise<Buffer> }>([
    {
      what: 'a picture and a page',
      name: 'a.html',
      mime: 'image/png',
      bytes: async () => Buffer.concat([await picture(), Buffer.from(page)]),
    },
    {
      what: 'a picture and an archive',
      name: 'a.zip',
      mime: 'image/png',
      bytes: async () => Buffer.concat([await picture(), archive()]),
    },
    {
      what: 'a film and a page',
      name: 'a.svg',
      mime: 'video/mp4',
      bytes: async () => Buffer.concat([footage(), freeBox(page)]),
    },
  ])('$what is only ever served as what it was taken for', async ({ name, mime, bytes }) => {
    const asset = await upload(await bytes(), name);
    expect(asset).toMatchObject({ status: 'ready', mime });
    const { headers, body } = await ground.call('GET', `/api/v1/assets/${asset.id}/content`);
    await body?.cancel();
    expect(headers.get('content-type')).toBe(mime);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toMatch(/sandbox|default-src 'none'/);
  });
});

describe('a file by a hostile name', () => {
  test.each([
    ['../../../etc/cron.d/job.png', 'job.png'],
    ["100 %22 it's *a* ; name.png", "100 %22 it's *a* ; name.png"],
    ['<script>.png', '<script>.png'],
    ['我的照片（最终版）.png', '我的照片（最终版）.png'],
  ])('%j is offered for saving as %j, in one header', async (name, label) => {
    const asset = await upload(await picture(), name);
    const { headers, body } = await ground.call(
      'GET',
      `/api/v1/assets/${asset.id}/content?download=1`,
    );
    await body?.cancel();
    const disposition = headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(
      /^attachment; filename="[^"\\]*"(; filename\*=UTF-8''[\w%.~!#$&+^`|-]+)?$/,
    );
    const extended = /filename\*=UTF-8''(.*)$/.exec(disposition)?.[1];
    const plain = /filename="([^"]*)"/.exec(disposition)?.[1];
    expect(extended ? decodeURIComponent(extended) : plain).toBe(label);
    expect(headers.get('set-cookie')).toBeNull();
  });
});

describe('a recording or footage that nobody would expect', () => {
  const spoken = (audio: string) => ({
    type: 'lipsync',
    input: { image: 'portrait:host', audio },
    options: { resolution: '360p', fps: 10 },
  });

  test.each<[what: string, bytes: () => Buffer, seconds: number]>([
    ['silence', () => silence(), 1],
    ['numbers that are none', endlessSound, 1],
    ['a single sample', () => silence(1), 0.1],
  ])('%s makes a video of its length', async (_, bytes, seconds) => {
    const { id, status } = await upload(bytes(), 'a.wav');
    expect(status).toBe('ready');
    const task = await ends(spoken(id));
    expect(task).toMatchObject({ status: 'completed', attempts: 1, error: null });
    expect(Math.abs((task.output?.duration ?? 0) - seconds)).toBeLessThanOrEqual(0.11);
  });

  test('footage without sound is no recording, and its task is refused by name', async () => {
    const { id } = await upload(footage(), 'mute.mp4');
    const answer = await ground.call('POST', '/api/v1/tasks', {
      body: JSON.stringify(spoken(id)),
      headers: { 'Content-Type': 'application/json' },
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/input/audio', detail: 'must be a recording, or a video with sound' }],
    });
  });

  test('footage that is said to last a second and lasts a day ends its task soon', async () => {
    const { id } = await upload(dayInASecond(), 'a.mp4');
    const { id: audio } = await upload(silence(), 'a.wav');
    const task = await ends({ type: 'lipsync', input: { video: id, audio } });
    expect(task).toMatchObject({
      status: 'failed',
      attempts: 1,
      error: { code: 'media_too_large' },
    });
    isASentence(task.error?.detail);
  });
});

test('what is left: the processes that were there, nothing else, and work as before', async () => {
  await makesAVideo();
  expect(await listProcesses()).toEqual(processes);
  for (const id of uploaded) {
    expect((await ground.call('DELETE', `/api/v1/assets/${id}`)).status).toBeLessThan(300);
  }
  await comesToNothing(() => listLeftovers(ground));
  await comesToNothing(() => listLiveJobs(ground));
});

/** A ZIP with one small file. */
function archive(): Buffer {
  const data = deflateRawSync('anything');
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x0403_4b50, 0);
  head.writeUInt16LE(20, 4);
  head.writeUInt16LE(8, 8);
  head.writeUInt32LE(data.length, 18);
  head.writeUInt32LE(8, 22);
  return Buffer.concat([head, data]);
}

/** Something that players of MP4 pass over. */
function freeBox(content: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length, 0);
  head.write('free', 4);
  return Buffer.concat([head, Buffer.from(content)]);
}
