import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTaskSchema, taskSchema } from '#/domain/task.ts';
import { ADMIN_KEY, eventually, startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server[Symbol.asyncDispose]());

const speech = (text = 'Hello there') => ({ type: 'speech', input: { text } });

async function createTask(text?: string): Promise<string> {
  const made = await server.call('POST', '/api/v1/tasks', { body: speech(text) });
  expect(made.status).toBe(201);
  return String(made.body.id);
}

describe('tasks over REST', () => {
  test('a task is created, read, listed, cancelled, retried and removed', async () => {
    const made = await server.call('POST', '/api/v1/tasks', { body: speech() });
    expect(made.status).toBe(201);
    const path = `/api/v1/tasks/${made.body.id}`;
    expect(made.headers.get('location')).toBe(path);
    expect((await server.call('GET', path)).body).toMatchObject({ status: 'pending' });
    const listed = await server.call('GET', '/api/v1/tasks?limit=1');
    expect(listed.body).toMatchObject({ data: [{ id: made.body.id }] });
    expect((await server.call('POST', `${path}/cancel`)).body.status).toBe('cancelled');
    expect((await server.call('POST', `${path}/retry`)).body.status).toBe('pending');
    expect((await server.call('DELETE', path)).body).toEqual({
      id: made.body.id,
      task_id: made.body.id,
      status: 'cancelled',
      deleted: false,
    });
    const twice = [server.call('DELETE', path), server.call('DELETE', path)];
    const statuses = (await Promise.all(twice)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 404]);
    expect((await server.call('DELETE', path)).status).toBe(404);
    expect((await server.call('GET', path)).status).toBe(404);
  });

  test('a task answers in the shape of its documented schema', async () => {
    const { body } = await server.call('GET', `/api/v1/tasks/${await createTask()}`);
    expect(taskSchema.strict().safeParse(body).error).toBeUndefined();
  });

  test('pages join without gap or repetition', async () => {
    const made = [await createTask(), await createTask(), await createTask()].reverse();
    const first = await server.call('GET', '/api/v1/tasks?limit=2');
    const next = await server.call('GET', `/api/v1/tasks?limit=1&cursor=${first.body.next_cursor}`);
    const ids = [first, next].flatMap(({ body }) =>
      (body.data as { id: string }[]).map((t) => t.id),
    );
    expect(ids).toEqual(made);
  });

  test('an unsupported option is refused by name', async () => {
    const refused = await server.call('POST', '/api/v1/tasks', {
      body: { ...speech(), options: { watermark: 'asset_01kb8n5v6x3m9q2w7r4t1y0z8c' } },
    });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'unsupported_option',
      errors: [{ pointer: '/options/watermark' }],
    });
  });

  test('unknown and invalid fields are named by pointer, all at once', async () => {
    const { status, body } = await server.call('POST', '/api/v1/tasks', {
      body: {
        type: 'speech',
        input: { text: '', voices: 'x' },
        options: { fps: 'fast' },
        'a/b~c': 1,
      },
    });
    expect(status).toBe(422);
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/a~1b~0c',
      '/input/text',
      '/input/voices',
      '/options/fps',
    ]);
    const query = await server.call('GET', '/api/v1/tasks?limit=1&limit=2&colour=red');
    expect(query.body.errors?.map(({ pointer }) => pointer).sort()).toEqual(['/colour', '/limit']);
  });
});

describe('versions and waiting', () => {
  test('the ETag is the version of the row with a hash of what it says, and gives 304', async () => {
    const path = `/api/v1/tasks/${await createTask()}`;
    const first = await server.call('GET', path);
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"v\d+-[\w-]{11}"$/);
    const same = await server.call('GET', path, { headers: { 'If-None-Match': `"x", W/${tag}` } });
    expect(same).toMatchObject({ status: 304, body: { text: '' } });
    await server.call('POST', `${path}/cancel`);
    const changed = await server.call('GET', path, { headers: { 'If-None-Match': tag } });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(tag);
  });

  test('a long poll answers at the change, at once for an old version, and 304 when nothing happens', async () => {
    const path = `/api/v1/tasks/${await createTask()}`;
    const tag = (await server.call('GET', path)).headers.get('etag') ?? '';
    const still = await server.call('GET', `${path}?wait=0.05`, {
      headers: { 'If-None-Match': tag },
    });
    expect(still.status).toBe(304);
    const waiting = server.call('GET', `${path}?wait=30`, { headers: { 'If-None-Match': tag } });
    await server.call('POST', `${path}/cancel`);
    expect((await waiting).body.status).toBe('cancelled');
    const ended = await server.call('GET', `${path}?wait=30`, {
      headers: { 'If-None-Match': tag },
    });
    expect(ended.body.status).toBe('cancelled');
    expect((await server.call('GET', `${path}?wait=31`)).status).toBe(422);
  });
});

describe('events of a task', () => {
  async function readEvents(
    path: string,
    headers: Record<string, string>,
    onFirst: () => Promise<unknown>,
  ) {
    const response = await fetch(server.url + path, { headers });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    let text = '';
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      const before = text.includes('event: task');
      text += new TextDecoder().decode(chunk);
      if (!before && text.includes('event: task')) await onFirst();
    }
    return text
      .split('\n\n')
      .filter((block) => block.includes('event: '))
      .map((block) => Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s))));
  }

  test('come in order, carry the version, and end after the terminal one', async () => {
    const key = await server.createKey();
    const made = await server.call('POST', '/api/v1/tasks', { key, body: speech() });
    const path = `/api/v1/tasks/${made.body.id}`;
    const headers = { 'X-API-Key': key };
    const events = await readEvents(`${path}/events`, headers, () =>
      server.call('POST', `${path}/cancel`, { key }),
    );
    expect(events.map((event) => [event.event, JSON.parse(event.data ?? '{}').status])).toEqual([
      ['task', 'pending'],
      ['task', 'cancelled'],
    ]);
    expect(Number(events[1]?.id)).toBeGreaterThan(Number(events[0]?.id));
    const again = await server.call('GET', `${path}/events`, {
      key,
      headers: { 'Last-Event-ID': String(events[1]?.id) },
    });
    expect(again.status).toBe(204);
  });

  test('end with a problem when the task is removed meanwhile', async () => {
    const path = `/api/v1/tasks/${await createTask()}`;
    const { deleteTaskRow, changeTask } = await import('#/data/tasks.ts');
    const events = await readEvents(`${path}/events`, { 'X-API-Key': ADMIN_KEY }, () =>
      server.app.database.transaction(async (tx) => {
        const id = path.split('/').at(-1) ?? '';
        await changeTask(tx, { id, status: ['pending'] }, {});
        await deleteTaskRow(tx, id);
      }),
    );
    expect(JSON.parse(events.at(-1)?.data ?? '{}')).toMatchObject({ code: 'not_found' });
  });

  test('a stream that its reader leaves stops listening to the feed', async () => {
    const { feed } = server.app;
    const listen = feed.on.bind(feed);
    let listeners = 0;
    using _counted = vi.spyOn(feed, 'on').mockImplementation((id, listener) => {
      listeners += 1;
      const stop = listen(id, listener);
      return () => {
        listeners -= 1;
        stop();
      };
    });
    const gone = new AbortController();
    const response = await fetch(`${server.url}/api/v1/tasks/${await createTask()}/events`, {
      headers: { 'X-API-Key': ADMIN_KEY },
      signal: gone.signal,
    });
    await eventually(() => listeners === 1);
    expect(response.status).toBe(200);
    gone.abort();
    await eventually(() => listeners === 0);
  });

  test('a server that stops ends its streams at once', async () => {
    const path = `${server.url}/api/v1/tasks/${await createTask()}/events`;
    const response = await fetch(path, { headers: { 'X-API-Key': ADMIN_KEY } });
    const stopped = Date.now();
    const [text] = await Promise.all([response.text(), server.restart()]);
    expect(text).toContain('event: task');
    expect(Date.now() - stopped).toBeLessThan(4_000);
  });
});

describe('idempotency', () => {
  const post = (key: string, body: unknown) =>
    server.call('POST', '/api/v1/tasks', { body, headers: { 'Idempotency-Key': key } });

  test('the same key and body replay the first answer; quotes do not matter', async () => {
    const first = await post('"order 7"', speech());
    const again = await post('order 7', speech());
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.id).toBe(first.body.id);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  test('another body with the same key is refused', async () => {
    await post('order-8', speech('one'));
    expect(await post('order-8', speech('two'))).toMatchObject({
      status: 422,
      body: { code: 'idempotency_mismatch' },
    });
  });

  test('fifty calls at once make one task', async () => {
    const key = await server.createKey();
    const calls = await Promise.all(
      Array.from({ length: 50 }, () =>
        server.call('POST', '/api/v1/tasks', {
          key,
          body: speech(),
          headers: { 'Idempotency-Key': 'race' },
        }),
      ),
    );
    const made = calls.filter(({ status }) => status === 201);
    expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
    expect(calls.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const { body } = await server.call('GET', '/api/v1/tasks', { key });
    expect(body.data).toHaveLength(1);
  });

  test('a refused call does not use its key up', async () => {
    await using idle = await startTestServer();
    const call = { body: speech(), headers: { 'Idempotency-Key': 'order-9' } };
    expect((await idle.call('POST', '/api/v1/tasks', call)).status).toBe(503);
    await idle.pretendWorker();
    expect((await idle.call('POST', '/api/v1/tasks', call)).status).toBe(201);
  });

  test('a key that is empty or too long is refused', async () => {
    expect((await post('""', speech())).status).toBe(400);
    expect((await post('x'.repeat(256), speech())).status).toBe(400);
    expect((await post('x'.repeat(255), speech())).status).toBe(201);
  });
});

test('the example of the reference is a task that can be made', async () => {
  const { buildOpenApi } = await import('#/api/rest/openapi.ts');
  const content =
    buildOpenApi().paths['/api/v1/tasks']?.post?.requestBody?.content['application/json'];
  expect(createTaskSchema.safeParse(content?.example).error).toBeUndefined();
  const { status } = await server.call('POST', '/api/v1/tasks', { body: content?.example });
  expect(status).toBe(201);
});
