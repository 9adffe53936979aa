import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'vitest';
import type { Asset } from '#/domain/asset.ts';
import type { FaultPoint } from '#/domain/fault-points.ts';
import { madeFolder } from '../worker/media/made-media.ts';
import { filmFace } from './drawn-footage.ts';
import { type FaultClient, makePicture, TUS } from './fault-client.ts';
import type { FaultGround } from './fault-ground.ts';
import { type HookReceiver, isSignedWith, openHookReceiver } from './hook-receiver.ts';
import { until } from './until.ts';

type Place = { ground: FaultGround; client: FaultClient };
/** What happens at a point; `before`, a process is killed at another, so that one gets there at all. */
type Step = { point: FaultPoint; how: 'kill' | 'hold'; before?: FaultPoint };
type Scenario = (place: Place, step: Step) => Promise<void>;

/** What a client does so that a process gets to the point, and what must be true although that kills it. */
export const SCENARIOS: Record<FaultPoint, Scenario> = {
  'upload-begun': uploadDespite,
  'upload-received': uploadDespite,
  'upload-stored': uploadDespite,
  'upload-recorded': uploadDespite,
  'import-stored': importDespite,
  'task-stored': speechDespite,
  'task-cancelled': cancelDespite,
  'task-deleted': deleteTaskDespite,
  'asset-deleted': deleteAssetDespite,
  'delivery-claimed': callbacksDespite,
  'delivery-answered': callbacksDespite,
  'probe-taken': uploadDespite,
  'probe-claimed': uploadDespite,
  'probe-done': uploadDespite,
  'thumbnail-stored': uploadDespite,
  'probe-recorded': uploadDespite,
  'probe-rejected': rejectionDespite,
  'import-claimed': importDespite,
  'import-received': importDespite,
  'job-taken': speechDespite,
  'task-claimed': speechDespite,
  'task-staged': speechDespite,
  'slot-working': speechDespite,
  'preview-stored': videoDespite,
  'product-written': speechDespite,
  'track-stored': footageDespite,
  'product-checked': speechDespite,
  'product-stored': speechDespite,
  'task-committed': speechDespite,
  'cancel-heard': cancelDespite,
  'attempt-failed': failureDespite,
  'retry-recorded': failureDespite,
  'handing-back': drainDespite,
  'handed-back': drainDespite,
  'unclaimed-found': (place, step) => speechDespite(place, { ...step, before: 'job-taken' }),
  'lost-task-found': (place, step) => speechDespite(place, { ...step, before: 'task-claimed' }),
  'lost-probe-found': (place, step) => uploadDespite(place, { ...step, before: 'probe-claimed' }),
  'asset-expired': expiryDespite,
  'upload-expired': uploadExpiryDespite,
};

async function uploadDespite(
  { ground, client }: Place,
  { point, how, before }: Step,
): Promise<void> {
  const bytes = await makePicture();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (before) await ground.arm(before, 'kill');
  await ground.arm(point, how);
  const asset = await client.upload(bytes);
  await ground.hit(point);
  expect(asset).toMatchObject({ status: 'ready', sha256, width: 64 });
  expect(await client.hashOf(asset.id)).toBe(sha256);
}

async function importDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  const bytes = await makePicture();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await using files = await serveOnce(bytes);
  await ground.arm(point, how);
  const { id } = await client.json<Asset>('POST', '/api/v1/assets/import', {
    url: files.url,
    sha256,
  });
  await ground.hit(point);
  const asset = await client.endOfUpload(id);
  expect(asset).toMatchObject({ status: 'ready', sha256, width: 64 });
  expect(await client.hashOf(id)).toBe(sha256);
}

async function serveOnce(bytes: Buffer): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((_, response) => response.end(bytes));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/picture.png`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function rejectionDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  await ground.arm(point, how);
  const asset = await client.upload(Buffer.from('This is not a picture.'));
  await ground.hit(point);
  expect(asset).toMatchObject({ status: 'rejected' });
}

async function speechDespite(
  { ground, client }: Place,
  { point, how, before }: Step,
): Promise<void> {
  if (before) await ground.arm(before, 'kill');
  await ground.arm(point, how);
  const { id } = await client.speech();
  await ground.hit(point);
  await client.endsOnce(id, 'completed');
}

async function videoDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  await ground.arm(point, how);
  const { id } = await client.video(1);
  await ground.hit(point);
  await client.endsOnce(id, 'completed');
}

/** Footage that was looked at before is not looked at again: each is one frame longer than the last. */
let takes = 8;

async function footageDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  using folder = madeFolder();
  const file = folder.path('face.mp4');
  const frames = takes++;
  await filmFace(file, { width: 320, height: 180, frames, fps: 25 });
  const { id: video } = await client.upload(await readFile(file));
  await ground.arm(point, how);
  const input = { video, speech_text: 'Hello.' };
  const { id } = await client.createTask({ type: 'digital_human', input });
  await ground.hit(point);
  await client.endsOnce(id, 'completed');
  const { pool } = ground.installation.ctx.database;
  expect(await pool.faceTrack.count({ where: { frames } })).toBe(1);
}

/** Every change of status arrives, in order, however often one of them comes. */
async function callbacksDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  await using hook = await openHookReceiver();
  await ground.arm(point, how);
  const { id } = await client.speech('Hello.', hook.url);
  await ground.hit(point);
  await client.endsOnce(id, 'completed');
  await arrive(client, hook, 'completed');
}

/** From the beginning to the end; a try that was handed back waits and begins again in between. */
async function arrive(client: FaultClient, hook: HookReceiver, end: string): Promise<void> {
  const told = () => {
    const first = new Map(hook.received.map((each) => [each.id, each.message.status]));
    return [...first.values()].filter((status, at, all) => status !== all[at - 1]);
  };
  await until(() => told().at(-1) === end, 60_000);
  expect(told().join(' ')).toMatch(new RegExp(`^processing( pending processing)* ${end}$`));
  const secret = await client.callbackSecret();
  for (const each of hook.received) expect(isSignedWith(secret, each)).toBe(true);
}

async function cancelDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  await using hook = await openHookReceiver();
  await ground.arm('task-staged', 'hold');
  const { id } = await client.speech('Hello.', hook.url);
  await ground.hit('task-staged');
  await ground.arm(point, how);
  await client.json('POST', `/api/v1/tasks/${id}/cancel`);
  await ground.hit(point);
  await ground.letGo('task-staged');
  await client.endsOnce(id, 'cancelled');
  await arrive(client, hook, 'cancelled');
}

async function deleteTaskDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  const { id } = await client.speech();
  await client.endsOnce(id, 'completed');
  await ground.arm(point, how);
  await isDeleted(ground, `/api/v1/tasks/${id}`, point);
}

async function deleteAssetDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  const { id } = await client.upload(await makePicture());
  await ground.arm(point, how);
  await isDeleted(ground, `/api/v1/assets/${id}`, point);
}

/** By this call, or by the one before it whose answer was lost. */
async function isDeleted(ground: FaultGround, path: string, point: FaultPoint): Promise<void> {
  const { status } = await ground.call('DELETE', path);
  expect([200, 404]).toContain(status);
  await ground.hit(point);
  expect((await ground.call('GET', path)).status).toBe(404);
}

async function failureDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  await ground.arm('product-written', 'full');
  await ground.arm(point, how);
  const { id } = await client.speech();
  await ground.hit(point);
  const { attempts } = await client.endsOnce(id, 'completed');
  expect(attempts).toBeGreaterThan(1);
}

async function drainDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  const { id } = await client.video();
  await until(async () => (await client.getTask(id)).stage === 'rendering', 60_000);
  await ground.arm(point, how);
  (await ground.worker()).child.kill('SIGTERM');
  await ground.hit(point);
  await client.endsOnce(id, 'completed');
}

async function expiryDespite({ ground, client }: Place, { point, how }: Step): Promise<void> {
  const { id } = await client.upload(await makePicture());
  await ground.arm(point, how);
  await ground.installation.ctx.database.pool.asset.update({
    where: { id },
    data: { expiresAt: new Date(0) },
  });
  await ground.hit(point);
  expect((await ground.call('GET', `/api/v1/assets/${id}`)).status).toBe(404);
}

async function uploadExpiryDespite({ ground }: Place, { point, how }: Step): Promise<void> {
  const begun = await ground.call('POST', '/api/v1/uploads', {
    headers: { ...TUS, 'Upload-Length': '1000' },
  });
  const path = begun.headers.get('location') ?? '';
  await ground.arm(point, how);
  await ground.installation.ctx.database.pool.asset.update({
    where: { id: path.split('/').at(-1) ?? '' },
    data: { createdAt: new Date(0) },
  });
  await ground.hit(point);
  expect((await ground.call('HEAD', path, { headers: TUS })).status).toBe(404);
}
