import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asset } from '#/domain/asset.ts';
import { FAULT_POINTS, type FaultPoint } from '#/domain/fault-points.ts';
import { madeFolder } from '../worker/media/made-media.ts';
import { filmFace } from './drawn-footage.ts';
import { comesToNothing, FaultClient, makePicture, TUS } from './fault-client.ts';
import { type FaultGround, listLeftovers, listLiveJobs, openFaultGround } from './fault-ground.ts';
import { type HookReceiver, isSignedWith, openHookReceiver } from './hook-receiver.ts';
import { until } from './until.ts';

let ground: FaultGround;
let client: FaultClient;
beforeAll(async () => {
  ground = await openFaultGround({
    settings: { MOUTHPIECE_LIMIT_UPLOAD_EXPIRY_MS: '20000', MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1' },
  });
  client = new FaultClient(ground);
});
afterAll(() => ground?.[Symbol.asyncDispose]());

type Scenario = (point: FaultPoint, how?: 'kill' | 'hold') => Promise<void>;

/** What a client does so that a process gets to the point, and what must be true although that kills it. */
const SCENARIOS: Record<FaultPoint, Scenario> = {
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
  'unclaimed-found': (point) => speechDespite(point, 'kill', 'job-taken'),
  'lost-task-found': (point) => speechDespite(point, 'kill', 'task-claimed'),
  'lost-probe-found': (point) => uploadDespite(point, 'kill', 'probe-claimed'),
  'asset-expired': expiryDespite,
  'upload-expired': uploadExpiryDespite,
};

/** Where a slot, or the lane that looks at files, has something in hand: what if they die and their worker does not? */
const IN_HAND: FaultPoint[] = [
  'probe-claimed',
  'probe-done',
  'task-claimed',
  'task-staged',
  'slot-working',
  'preview-stored',
  'product-written',
  'product-checked',
];

describe('a process that dies at', () => {
  test.each(FAULT_POINTS)(
    '%s costs nothing that was acknowledged and leaves nothing behind',
    { timeout: 120_000 },
    async (point) => {
      await SCENARIOS[point](point);
      await comesToNothing(() => listLeftovers(ground));
    },
  );

  test.each(IN_HAND)(
    '%s, as a process of a worker that goes on, costs no more',
    { timeout: 120_000 },
    async (point) => {
      // What is left of an earlier death at this point would count as this one.
      await ground.arm(point, 'hold');
      const scenario = SCENARIOS[point](point, 'hold');
      await ground.hit(point);
      for (const pid of (await ground.worker()).children()) process.kill(pid, 'SIGKILL');
      await ground.letGo(point);
      await scenario;
      await comesToNothing(() => listLeftovers(ground));
    },
  );

  test('any of them, the queue has noticed in the end', { timeout: 120_000 }, async () => {
    await comesToNothing(() => listLiveJobs(ground));
    const { pool } = ground.installation.ctx.database;
    const unfinished = { status: { in: ['uploading', 'probing'] } };
    await until(async () => (await pool.asset.count({ where: unfinished })) === 0);
    expect(await pool.task.count({ where: { status: { in: ['pending', 'processing'] } } })).toBe(0);
  });
});

async function uploadDespite(
  point: FaultPoint,
  how: 'kill' | 'hold' = 'kill',
  before?: FaultPoint,
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

async function importDespite(point: FaultPoint): Promise<void> {
  const bytes = await makePicture();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await using files = await serveOnce(bytes);
  await ground.arm(point, 'kill');
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

async function rejectionDespite(point: FaultPoint): Promise<void> {
  await ground.arm(point, 'kill');
  const asset = await client.upload(Buffer.from('This is not a picture.'));
  await ground.hit(point);
  expect(asset).toMatchObject({ status: 'rejected' });
}

async function speechDespite(
  point: FaultPoint,
  how: 'kill' | 'hold' = 'kill',
  before?: FaultPoint,
): Promise<void> {
  if (before) await ground.arm(before, 'kill');
  await ground.arm(point, how);
  const { id } = await client.speech();
  await ground.hit(point);
  await client.endsOnce(id, 'completed');
}

async function videoDespite(point: FaultPoint, how: 'kill' | 'hold' = 'kill'): Promise<void> {
  await ground.arm(point, how);
  const { id } = await client.video(1);
  await ground.hit(point);
  await client.endsOnce(id, 'completed');
}

async function footageDespite(point: FaultPoint): Promise<void> {
  using folder = madeFolder();
  const file = folder.path('face.mp4');
  await filmFace(file, { width: 320, height: 180, frames: 8, fps: 25 });
  const { id: video } = await client.upload(await readFile(file));
  await ground.arm(point, 'kill');
  const input = { video, speech_text: 'Hello.' };
  const { id } = await client.createTask({ type: 'digital_human', input });
  await ground.hit(point);
  await client.endsOnce(id, 'completed');
  const tracks = await ground.installation.ctx.database.pool.faceTrack.findMany();
  expect(tracks).toMatchObject([{ frames: 8 }]);
}

/** Every change of status arrives, in order, however often one of them comes. */
async function callbacksDespite(point: FaultPoint): Promise<void> {
  await using hook = await openHookReceiver();
  await ground.arm(point, 'kill');
  const { id } = await client.speech('Hello.', hook.url);
  await ground.hit(point);
  await client.endsOnce(id, 'completed');
  await arrive(hook, ['processing', 'completed']);
}

async function arrive(hook: HookReceiver, due: string[]): Promise<void> {
  const first = () => new Map(hook.received.map((each) => [each.id, each.message.status]));
  await until(() => first().size >= due.length, 60_000);
  expect([...first().values()]).toEqual(due);
  const secret = await client.callbackSecret();
  for (const each of hook.received) expect(isSignedWith(secret, each)).toBe(true);
}

async function cancelDespite(point: FaultPoint): Promise<void> {
  await using hook = await openHookReceiver();
  await ground.arm('task-staged', 'hold');
  const { id } = await client.speech('Hello.', hook.url);
  await ground.hit('task-staged');
  await ground.arm(point, 'kill');
  await client.json('POST', `/api/v1/tasks/${id}/cancel`);
  await ground.hit(point);
  await ground.letGo('task-staged');
  await client.endsOnce(id, 'cancelled');
  await arrive(hook, ['processing', 'cancelled']);
}

async function deleteTaskDespite(point: FaultPoint): Promise<void> {
  const { id } = await client.speech();
  await client.endsOnce(id, 'completed');
  await ground.arm(point, 'kill');
  expect((await ground.call('DELETE', `/api/v1/tasks/${id}`)).status).toBe(404);
  await ground.hit(point);
}

async function deleteAssetDespite(point: FaultPoint): Promise<void> {
  const { id } = await client.upload(await makePicture());
  await ground.arm(point, 'kill');
  expect((await ground.call('DELETE', `/api/v1/assets/${id}`)).status).toBe(404);
  await ground.hit(point);
}

async function failureDespite(point: FaultPoint): Promise<void> {
  await ground.arm('product-written', 'full');
  await ground.arm(point, 'kill');
  const { id } = await client.speech();
  await ground.hit(point);
  const { attempts } = await client.endsOnce(id, 'completed');
  expect(attempts).toBe(2);
}

async function drainDespite(point: FaultPoint): Promise<void> {
  const { id } = await client.video();
  await until(async () => (await client.getTask(id)).stage === 'rendering', 60_000);
  await ground.arm(point, 'kill');
  (await ground.worker()).child.kill('SIGTERM');
  await ground.hit(point);
  await client.endsOnce(id, 'completed');
}

async function expiryDespite(point: FaultPoint): Promise<void> {
  const { id } = await client.upload(await makePicture());
  await ground.arm(point, 'kill');
  await ground.installation.ctx.database.pool.asset.update({
    where: { id },
    data: { expiresAt: new Date(0) },
  });
  await ground.hit(point);
  expect((await ground.call('GET', `/api/v1/assets/${id}`)).status).toBe(404);
}

async function uploadExpiryDespite(point: FaultPoint): Promise<void> {
  const begun = await ground.call('POST', '/api/v1/uploads', {
    headers: { ...TUS, 'Upload-Length': '1000' },
  });
  const path = begun.headers.get('location') ?? '';
  await ground.arm(point, 'kill');
  await ground.installation.ctx.database.pool.asset.update({
    where: { id: path.split('/').at(-1) ?? '' },
    data: { createdAt: new Date(0) },
  });
  await ground.hit(point);
  expect((await ground.call('HEAD', path, { headers: TUS })).status).toBe(404);
}
