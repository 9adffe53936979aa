import { createHash, randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { expect } from 'vitest';
import type { Asset } from '#/domain/asset.ts';
import { isEnded, type Task } from '#/domain/task.ts';
import type { FaultGround } from './fault-ground.ts';
import { until } from './until.ts';

const WITHIN_MS = 60_000;
/** A call that died with its server holds its idempotency key for a minute. */
const ANSWER_WITHIN_MS = 120_000;
const SENTENCE = 'The quick brown fox jumps over the lazy dog, again. ';
export const TUS = { 'Tus-Resumable': '1.0.0' };

/** Waits until there is nothing, or shows what there is. */
export async function comesToNothing(list: () => Promise<string[]>): Promise<void> {
  let found: string[] = [];
  await until(async () => {
    found = await list();
    return found.length === 0;
  }, WITHIN_MS).catch(() => expect(found).toEqual([]));
}

/** A client that never gives up, and believes nothing. */
export class FaultClient {
  readonly #ground: FaultGround;

  constructor(ground: FaultGround) {
    this.#ground = ground;
  }

  /** The body of an answer that is not an error; a server's error is asked again. */
  async json<T>(method: string, path: string, body?: object): Promise<T> {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() };
    const sent = body && { body: JSON.stringify(body), headers };
    const response = await until(async () => {
      const answer = await this.#ground.call(method, path, sent);
      return answer.status < 500 && answer.status !== 409 && answer;
    }, ANSWER_WITHIN_MS);
    expect(response.status, await response.clone().text()).toBeLessThan(300);
    return (await response.json()) as T;
  }

  createTask(request: object): Promise<Task> {
    return this.json('POST', '/api/v1/tasks', request);
  }

  speech(text = 'Hello.', callback_url?: string): Promise<Task> {
    return this.createTask({ type: 'speech', input: { text }, callback_url });
  }

  /** What signs the callbacks of its tasks. */
  async callbackSecret(): Promise<string> {
    const path = '/api/v1/keys/self/callback-secret';
    return (await this.json<{ secret: string }>('GET', path)).secret;
  }

  video(sentences = 2): Promise<Task> {
    return this.createTask({
      type: 'digital_human',
      input: { speech_text: SENTENCE.repeat(sentences), image: 'portrait:host' },
      options: { resolution: '360p' },
    });
  }

  getTask(id: string): Promise<Task> {
    return this.json('GET', `/api/v1/tasks/${id}`);
  }

  /** The task has ended once, as it should, and its file is the one on record. */
  async endsOnce(id: string, status: Task['status']): Promise<Task> {
    const task = await until(async () => {
      const now = await this.getTask(id);
      return isEnded(now.status) && now;
    }, WITHIN_MS);
    expect(task).toMatchObject({ status, error: null });
    const { pool } = this.#ground.installation.ctx.database;
    const ends = await pool.event.findMany({
      where: { taskId: id, type: { in: ['task.completed', 'task.failed', 'task.cancelled'] } },
    });
    expect(ends.map(({ type }) => type)).toEqual([`task.${status}`]);
    if (task.output) expect(await this.hashOf(task.output.asset_id)).toBe(task.output.sha256);
    else expect(status).not.toBe('completed');
    return task;
  }

  async hashOf(assetId: string): Promise<string> {
    const response = await this.#ground.call('GET', `/api/v1/assets/${assetId}/content`);
    const bytes = Buffer.from(await response.arrayBuffer());
    return createHash('sha256').update(bytes).digest('hex');
  }

  /** A resumable upload, until it is ready or rejected. */
  async upload(bytes: Buffer): Promise<Asset> {
    const created = await until(async () => {
      const headers = { ...TUS, 'Upload-Length': String(bytes.length) };
      const answer = await this.#ground.call('POST', '/api/v1/uploads', { headers });
      return answer.status === 201 && answer;
    }, WITHIN_MS);
    const path = created.headers.get('location') ?? '';
    await until(async () => {
      const head = await this.#ground.call('HEAD', path, { headers: TUS });
      if (head.status >= 500) return false;
      expect(head.status).toBe(200);
      const offset = Number(head.headers.get('upload-offset'));
      if (offset === bytes.length) return true;
      await this.#ground.call('PATCH', path, {
        body: new Uint8Array(bytes.subarray(offset)),
        headers: {
          ...TUS,
          'Content-Type': 'application/offset+octet-stream',
          'Upload-Offset': String(offset),
        },
      });
      return false;
    }, WITHIN_MS);
    return this.endOfUpload(path.split('/').at(-1) ?? '');
  }

  endOfUpload(id: string): Promise<Asset> {
    return until(async () => {
      const asset = await this.json<Asset>('GET', `/api/v1/assets/${id}`);
      return (asset.status === 'ready' || asset.status === 'rejected') && asset;
    }, WITHIN_MS);
  }
}

/** A picture like no other. */
export function makePicture(): Promise<Buffer> {
  const background = {
    r: Math.floor(Math.random() * 255),
    g: Math.floor(Math.random() * 255),
    b: 120,
  };
  return sharp({ create: { width: 64, height: 64, channels: 3, background } })
    .png()
    .toBuffer();
}
