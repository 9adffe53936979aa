import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeTask } from '#/data/tasks.ts';
import { ADMIN_KEY_ID, ANONYMOUS_KEY_ID } from '#/domain/key.ts';
import { dayOf } from '#/domain/usage.ts';
import { startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server?.[Symbol.asyncDispose]());

type MadeKey = { id: string; secret: string };

async function makeKey(body: object = {}): Promise<MadeKey> {
  const made = await server.call('POST', '/api/v1/keys', { body: { name: 'shop', ...body } });
  expect(made.status).toBe(201);
  return { id: String(made.body.id), secret: String(made.body.secret) };
}
const read = async (key: string) => (await server.call('GET', '/api/v1/tasks', { key })).status;
const speak = (key: string, text = 'hello') =>
  server.call('POST', '/api/v1/tasks', { key, body: { type: 'speech', input: { text } } });

describe('a key', () => {
  test('shows its secret once, and afterwards all but that', async () => {
    const limits = { output_minutes_per_day: 5, stored_bytes: 5_000_000_000, queued_tasks: 3 };
    const { id, secret } = await makeKey({ limits });
    const { body } = await server.call('GET', `/api/v1/keys/${id}`);
    expect(body).toMatchObject({ id, name: 'shop', limits, revoked_at: null, built_in: false });
    expect(JSON.stringify(body)).not.toContain(secret);
    const unknown = `/api/v1/keys/${id.slice(0, -3)}000`;
    expect((await server.call('GET', unknown)).status).toBe(404);
  });

  test('takes a new name, expiry and limits, and keeps what is not named', async () => {
    const { id, secret } = await makeKey({ limits: { queued_tasks: 3 } });
    const path = `/api/v1/keys/${id}`;
    const renamed = await server.call('PATCH', path, { body: { name: 'till' } });
    expect(renamed.body).toMatchObject({ name: 'till', limits: { queued_tasks: 3 } });
    await server.call('PATCH', path, { body: { expires_at: '2020-01-01T00:00:00Z' } });
    await expect.poll(() => read(secret), { timeout: 3_000 }).toBe(401);
    await server.call('PATCH', path, { body: { expires_at: null } });
    await expect.poll(() => read(secret), { timeout: 3_000 }).toBe(200);
  });

  test('that is rotated has two secrets until the grace is over', async () => {
    const { id, secret } = await makeKey();
    const path = `/api/v1/keys/${id}/rotate`;
    const rotated = await server.call('POST', path, { body: {} });
    const next = String(rotated.body.secret);
    expect([await read(secret), await read(next)]).toEqual([200, 200]);
    expect(rotated.body.id).toBe(id);
    const left = Date.parse(String(rotated.body.previous_expires_at)) - Date.now();
    expect(Math.round(left / 3_600_000)).toBe(24);

    const last = await server.call('POST', path, { body: { grace_seconds: 0 } });
    await expect.poll(() => read(next), { timeout: 3_000 }).toBe(401);
    await expect.poll(() => read(secret), { timeout: 3_000 }).toBe(401);
    expect(await read(String(last.body.secret))).toBe(200);
  });

  test('that is built in or revoked is not rotated, and the built-in ones are not revoked', async () => {
    const { id } = await makeKey();
    await server.call('DELETE', `/api/v1/keys/${id}`);
    for (const key of [ADMIN_KEY_ID, ANONYMOUS_KEY_ID, id]) {
      const rotated = await server.call('POST', `/api/v1/keys/${key}/rotate`, { body: {} });
      expect([key, rotated.status]).toEqual([key, 409]);
    }
    for (const key of [ADMIN_KEY_ID, ANONYMOUS_KEY_ID]) {
      expect((await server.call('DELETE', `/api/v1/keys/${key}`)).status).toBe(409);
    }
  });
});

describe('limits of one key', () => {
  test('hold it back before those of the installation do, and nobody else', async () => {
    const limited = await makeKey({ limits: { queued_tasks: 1 } });
    const free = await makeKey();
    expect((await speak(limited.secret)).status).toBe(201);
    expect((await speak(limited.secret)).body).toMatchObject({ code: 'quota_exceeded' });
    for (let i = 0; i < 2; i++) expect((await speak(free.secret)).status).toBe(201);

    const brief = await makeKey({ limits: { output_minutes_per_day: 1 } });
    const refused = await speak(brief.secret, 'a'.repeat(5_000));
    expect(refused.body).toMatchObject({ code: 'quota_exceeded' });
    expect((await speak(brief.secret)).status).toBe(201);

    const small = await makeKey({ limits: { stored_bytes: 3 } });
    const form = new FormData();
    form.append('file', new File(['four'], 'a.png'));
    const upload = { key: small.secret, raw: form };
    expect((await server.call('POST', '/api/v1/assets', upload)).status).toBe(429);
    const { body } = await server.call('GET', '/api/v1/usage/storage', { key: small.secret });
    expect(body.limit_bytes).toBe(3);
  });
});

describe('usage', () => {
  test('counts by key and day, outlives what it counted, and is seen by its key and by admins', async () => {
    const [mine, theirs] = [await makeKey(), await makeKey()];
    const day = dayOf(Date.now());
    const { body: task } = await speak(mine.secret);
    await speak(theirs.secret);
    await server.call('DELETE', `/api/v1/tasks/${task.id}`, { key: mine.secret });
    await server.call('DELETE', `/api/v1/tasks/${task.id}`, { key: mine.secret });
    const form = new FormData();
    form.append('file', new File(['bytes'], 'a.png'));
    await server.call('POST', '/api/v1/assets', { key: mine.secret, raw: form });

    const own = await server.call('GET', '/api/v1/usage', { key: mine.secret });
    const counted = { key_id: mine.id, day, tasks: 1, failed: 0, output_seconds: 0 };
    expect(own.body).toMatchObject({ to: day, data: [{ ...counted, stored_bytes: 5 }] });
    const foreign = `/api/v1/usage?key_id=${theirs.id}`;
    expect((await server.call('GET', foreign, { key: mine.secret })).status).toBe(404);
    const all = await server.call('GET', `/api/v1/usage?from=${day}&to=${day}`);
    const keys = (all.body.data as { key_id: string }[]).map(({ key_id }) => key_id);
    expect(keys).toEqual(expect.arrayContaining([mine.id, theirs.id]));
    const trpc = await server.call('GET', '/api/trpc/usage.list?input=%7B%7D', {
      key: mine.secret,
    });
    expect(trpc.body).toMatchObject({ result: { data: { data: [counted] } } });
  });

  test('counts what ended: the length of what was made, and what failed', async () => {
    const key = await makeKey();
    const ends = [
      { status: 'completed', reservedMs: 1_500 } as const,
      { status: 'failed' } as const,
    ];
    for (const end of ends) {
      const id = String((await speak(key.secret)).body.id);
      await server.app.database.transaction(async (tx) => {
        await changeTask(tx, { id, status: ['pending'] }, { status: 'processing' });
        await changeTask(tx, { id, status: ['processing'] }, end);
      });
    }
    const { body } = await server.call('GET', '/api/v1/usage', { key: key.secret });
    expect(body.data).toMatchObject([{ tasks: 2, failed: 1, output_seconds: 1.5 }]);
  });

  test('refuses a range that runs backwards or for years', async () => {
    for (const query of ['from=2026-02-01&to=2026-01-01', 'from=2001-01-01', 'from=yesterday']) {
      const { status, body } = await server.call('GET', `/api/v1/usage?${query}`);
      expect([query, status, body.errors?.[0]?.pointer]).toEqual([query, 422, '/from']);
    }
  });
});
