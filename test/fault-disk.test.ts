import { createHash } from 'node:crypto';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Asset } from '#/domain/asset.ts';
import { comesToNothing, FaultClient, makePicture, TUS } from './fault-client.ts';
import { type FaultGround, listLeftovers, openFaultGround } from './fault-ground.ts';

/** Takes no byte: what is written to a link to it meets the error of a full disk. */
const FULL = '/dev/full';

let ground: FaultGround;
let client: FaultClient;
beforeAll(async () => {
  ground = await openFaultGround({ settings: { MOUTHPIECE_TIMING_LEASE_MS: '15000' } });
  client = new FaultClient(ground);
});
afterAll(() => ground?.[Symbol.asyncDispose]());

const isFull = async (answer: Response) => {
  expect(answer.status).toBe(507);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await answer.json()) as { code: string; detail: string };
  expect(problem.code).toBe('storage_full');
  expect(problem.detail).not.toMatch(/ENOSPC|\//);
};

describe('a disk that is full', () => {
  test('in the middle of a resumable upload refuses it, and the same upload goes on when there is room', async () => {
    const bytes = await makePicture();
    const begun = await ground.call('POST', '/api/v1/uploads', {
      headers: { ...TUS, 'Upload-Length': String(bytes.length) },
    });
    const path = begun.headers.get('location') ?? '';
    const id = path.split('/').at(-1) ?? '';
    const file = join(ground.installation.ctx.paths.uploads, id);
    const send = () =>
      ground.call('PATCH', path, {
        body: new Uint8Array(bytes),
        headers: {
          ...TUS,
          'Content-Type': 'application/offset+octet-stream',
          'Upload-Offset': '0',
        },
      });
    await rm(file);
    await symlink(FULL, file);
    await isFull(await send());
    await rm(file);
    await writeFile(file, '');
    expect((await send()).status).toBe(204);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(await client.endOfUpload(id)).toMatchObject({ status: 'ready', sha256 });
  });

  test('when a form has come refuses it and keeps nothing of it', async () => {
    const send = async () => {
      const body = new FormData();
      body.set('file', new Blob([new Uint8Array(await makePicture())]), 'a.png');
      return ground.call('POST', '/api/v1/assets', { body });
    };
    await ground.arm('upload-received', 'full');
    await isFull(await send());
    await comesToNothing(() => listLeftovers(ground));
    const { data } = await client.json<{ data: Asset[] }>('GET', '/api/v1/assets?status=uploading');
    expect(data).toEqual([]);
    const answer = await send();
    expect(answer.status).toBe(201);
    const { id } = (await answer.json()) as Asset;
    expect(await client.endOfUpload(id)).toMatchObject({ status: 'ready' });
  });

  test.each([
    ['the video', 'result.mp4'],
    ['the speech', 'speech.wav'],
  ])('where a slot writes %s costs a try, and the log names the disk', async (_, name) => {
    await ground.arm('task-staged', 'hold');
    const { id } = await client.video(1);
    await ground.hit('task-staged');
    await symlink(FULL, join(ground.installation.ctx.paths.work, `${id}-1`, name));
    await ground.letGo('task-staged');
    expect(await client.endsOnce(id, 'completed')).toMatchObject({ attempts: 2 });
    const { pool } = ground.installation.ctx.database;
    const lines = await pool.taskLog.findMany({ where: { taskId: id, level: 'warn' } });
    expect(lines.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^try 1 failed: storage_full: /),
    ]);
    await comesToNothing(() => listLeftovers(ground));
  });
});
