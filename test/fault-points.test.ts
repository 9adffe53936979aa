import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asset } from '#/domain/asset.ts';
import { FAULT_POINTS, type FaultPoint } from '#/domain/fault-points.ts';
import { isEnded, type Task } from '#/domain/task.ts';
import { type FaultGround, listLeftovers, listLiveJobs, openFaultGround } from './fault-ground.ts';
import { until } from './until.ts';

const WITHIN_MS = 30_000;
const LONG = 'The quick brown fox jumps over the lazy dog, again. '.repeat(2);
const TUS = { 'Tus-Resumable': '1.0.0' };

let ground: FaultGround;
beforeAll(async () => {
  ground = await openFaultGround({
    MOUTHPIECE_LIMIT_UPLOAD_EXPIRY_MS: '20000',
    MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1',
  });
});
afterAll(() => ground?.[Symbol.asyncDispose]());

/** What a client does so that a process gets to the point, and what must be true although that kills it. */
const SCENARIOS: Record<FaultPoint, (point: FaultPoint) => Promise<void>> = {
  'upload-begun': uploadDespite,
  'upload-received': uploadDespite,
  'upload-stored': uploadDespite,
  'upload-recorded': uploadDespite,
  'import-stored': importDespite,
  'task-stored': speechDespite,
  'task-cancelled': cancelDespite,
  'task-deleted': deleteTaskDespite,
  'asset-deleted': deleteAssetDespite,
  'probe-taken': uploadDespite,
  'probe-claimed': uploadDespite,
  'probe-done': uploadDespite,
  'thumbnail-stored': uploadDespite,
  'probe-recorded': uploadDespite,
  'import-claimed': importDespite,
  'import-received': importDespite,
  'job-taken': speechDespite,
  'task-claimed': speechDespite,
  'task-staged': speechDespite,
  'slot-working': speechDespite,
  'product-written': speechDespite,
  'product-checked': speechDespite,
  'product-stored': speechDespite,
  'task-committed': speechDespite,
  'cancel-heard': cancelDespite,
  'attempt-failed': failureDespite,
  'retry-recorded': failureDespite,
  'handing-back': drainDespite,
  'handed-back': drainDespite,
  'lost-task-found': lossDespite,
  'asset-expired': expiryDespite,
};

/** Only the heartbeat of the queue tells that these jobs were lost, after ten seconds: others go on meanwhile. */
const NOTICED_BY_THE_QUEUE: FaultPoint[] = ['probe-taken', 'job-taken'];
const late: Promise<void>[] = [];

describe('a process that dies at', () => {
  test.each(FAULT_POINTS)(
    '%s costs nothing that was acknowledged and leaves nothing behind',
    {
      timeout: 60_000,
    },
    async (point) => {
      const scenario = SCENARIOS[point](point);
      if (NOTICED_BY_THE_QUEUE.includes(point)) {
        late.push(scenario);
        scenario.catch(() => {});
        await ground.hit(point);
        return;
      }
      await scenario;
      await comesToNothing(() => listLeftovers(ground));
    },
  );

  test('any of them, the queue has noticed in the end', { timeout: 60_000 }, async () => {
    await Promise.all(late);
    await comesToNothing(() => listLeftovers(ground));
    await comesToNothing(() => listLiveJobs(ground));
    const { pool } = ground.installation.ctx.database;
    const unfinished = { status: { in: ['uploading', 'probing'] } };
    await until(async () => (await pool.asset.count({ where: unfinished })) === 0);
    expect(await pool.task.count({ where: { status: { in: ['pending', 'processing'] } } })).toBe(0);
  });
});

async function comesToNothing(list: () => Promise<string[]>): Promise<void> {
  let found: string[] = [];
  await until(async () => {
    found = await list();
    return found.length === 0;
  }, WITHIN_MS).catch(() => expect(found).toEqual([]));
}

async function json<T>(answer: Promise<Response>): Promise<T> {
  const response = await answer;
  expect(response.status, await response.clone().text()).toBeLessThan(300);
  return (await response.json()) as T;
}

async function createTask(request: object): Promise<Task> {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() };
  return json(ground.call('POST', '/api/v1/tasks', { body: JSON.stringify(request), headers }));
}

const speech = (text = 'Hello.') => createTask({ type: 'speech', input: { text } });
const video = () =>
  createTask({
    type: 'digital_human',
    input: { speech_text: LONG, image: 'portrait:host' },
    options: { resolution: '360p' },
  });

const getTask = (id: string) => json<Task>(ground.call('GET', `/api/v1/tasks/${id}`));

/** The task has ended once, as it should, and its file is the one on record. */
async function endsOnce(id: string, status: Task['status']): Promise<Task> {
  const task = await until(async () => {
    const now = await getTask(id);
    return isEnded(now.status) && now;
  }, WITHIN_MS);
  expect(task).toMatchObject({ status, error: null });
  const { pool } = ground.installation.ctx.database;
  const ends = await pool.event.findMany({
    where: { taskId: id, type: { in: ['task.completed', 'task.failed', 'task.cancelled'] } },
  });
  expect(ends.map(({ type }) => type)).toEqual([`task.${status}`]);
  if (task.output) expect(await hashOf(task.output.asset_id)).toBe(task.output.sha256);
  else expect(status).not.toBe('completed');
  return task;
}

async function hashOf(assetId: string): Promise<string> {
  const response = await ground.call('GET', `/api/v1/assets/${assetId}/content`);
  return createHash('sha256')
    .update(Buffer.from(await response.arrayBuffer()))
    .digest('hex');
}

async function makePicture(): Promise<Buffer> {
  const background = { r: Math.floor(Math.random() * 255), g: 90, b: 120 };
  return sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer();
}

/** A resumable upload by a client that never gives up. */
async function upload(bytes: Buffer): Promise<Asset> {
  const created = await ground.call('POST', '/api/v1/uploads', {
    headers: { ...TUS, 'Upload-Length': String(bytes.length) },
  });
  const path = created.headers.get('location') ?? '';
  const id = path.split('/').at(-1);
  await until(async () => {
    const head = await ground.call('HEAD', path, { headers: TUS });
    expect(head.status).toBe(200);
    const offset = Number(head.headers.get('upload-offset'));
    if (offset === bytes.length) return true;
    await ground.call('PATCH', path, {
      body: new Uint8Array(bytes.subarray(offset)),
      headers: {
        ...TUS,
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Offset': String(offset),
      },
    });
    return false;
  });
  return endOfUpload(id ?? '');
}

function endOfUpload(id: string): Promise<Asset> {
  return until(async () => {
    const asset = await json<Asset>(ground.call('GET', `/api/v1/assets/${id}`));
    return (asset.status === 'ready' || asset.status === 'rejected') && asset;
  }, WITHIN_MS);
}

async function uploadDespite(point: FaultPoint): Promise<void> {
  const bytes = await makePicture();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await ground.arm(point, 'kill');
  const asset = await upload(bytes);
  await ground.hit(point);
  expect(asset).toMatchObject({ status: 'ready', sha256, width: 64 });
  expect(await hashOf(asset.id)).toBe(sha256);
}

async function importDespite(point: FaultPoint): Promise<void> {
  const bytes = await makePicture();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await using files = await serveOnce(bytes);
  await ground.arm(point, 'kill');
  const { id } = await json<Asset>(
    ground.call('POST', '/api/v1/assets/import', {
      body: JSON.stringify({ url: files.url, sha256 }),
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() },
    }),
  );
  await ground.hit(point);
  const asset = await endOfUpload(id);
  expect(asset).toMatchObject({ status: 'ready', sha256, width: 64 });
  expect(await hashOf(id)).toBe(sha256);
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

async function speechDespite(point: FaultPoint): Promise<void> {
  await ground.arm(point, 'kill');
  const { id } = await speech();
  await ground.hit(point);
  await endsOnce(id, 'completed');
}

async function cancelDespite(point: FaultPoint): Promise<void> {
  await ground.arm('task-staged', 'hold');
  const { id } = await speech();
  await ground.hit('task-staged');
  await ground.arm(point, 'kill');
  await json(ground.call('POST', `/api/v1/tasks/${id}/cancel`));
  await ground.hit(point);
  await ground.letGo('task-staged');
  await endsOnce(id, 'cancelled');
}

async function deleteTaskDespite(point: FaultPoint): Promise<void> {
  const { id } = await speech();
  await endsOnce(id, 'completed');
  await ground.arm(point, 'kill');
  expect((await ground.call('DELETE', `/api/v1/tasks/${id}`)).status).toBe(404);
  await ground.hit(point);
}

async function deleteAssetDespite(point: FaultPoint): Promise<void> {
  const { id } = await upload(await makePicture());
  await ground.arm(point, 'kill');
  expect((await ground.call('DELETE', `/api/v1/assets/${id}`)).status).toBe(404);
  await ground.hit(point);
}

async function failureDespite(point: FaultPoint): Promise<void> {
  await ground.arm('product-written', 'full');
  await ground.arm(point, 'kill');
  const { id } = await speech();
  await ground.hit(point);
  const { attempts } = await endsOnce(id, 'completed');
  expect(attempts).toBe(2);
}

async function drainDespite(point: FaultPoint): Promise<void> {
  const { id } = await video();
  await until(async () => (await getTask(id)).stage === 'rendering');
  await ground.arm(point, 'kill');
  (await ground.worker()).child.kill('SIGTERM');
  await ground.hit(point);
  await endsOnce(id, 'completed');
}

async function lossDespite(point: FaultPoint): Promise<void> {
  await ground.arm('task-claimed', 'kill');
  await ground.arm(point, 'kill');
  const { id } = await speech();
  await ground.hit(point);
  await endsOnce(id, 'completed');
}

async function expiryDespite(point: FaultPoint): Promise<void> {
  const { id } = await upload(await makePicture());
  await ground.arm(point, 'kill');
  await ground.installation.ctx.database.pool.asset.update({
    where: { id },
    data: { expiresAt: new Date(0) },
  });
  await ground.hit(point);
  expect((await ground.call('GET', `/api/v1/assets/${id}`)).status).toBe(404);
}
