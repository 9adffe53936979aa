import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { eventually, startTestServer, type TestServer } from './api-server.ts';
import { openEvents, type SentEvent } from './sse-reader.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server[Symbol.asyncDispose]());

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

async function follow(key: string, lastEventId?: string) {
  const stream = await openEvents(`${server.url}/api/v1/events`, {
    'X-API-Key': key,
    ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }),
  });
  opened.push(stream.close);
  return stream;
}

async function createTask(key: string, text = 'Hello'): Promise<string> {
  const body = { type: 'speech', input: { text } };
  const made = await server.call('POST', '/api/v1/tasks', { key, body });
  expect(made.status).toBe(201);
  return String(made.body.id);
}

async function upload(key: string): Promise<string> {
  const raw = new FormData();
  raw.append('file', new Blob(['not a picture']), 'mine.png');
  const { body } = await server.call('POST', '/api/v1/assets', { key, raw });
  return String(body.id);
}

/** Events until one fits, that one last. */
async function until(
  stream: Awaited<ReturnType<typeof follow>>,
  fits: (event: SentEvent) => boolean,
): Promise<SentEvent[]> {
  const seen: SentEvent[] = [];
  for (let event = await stream.next(); event; event = await stream.next()) {
    seen.push(event);
    if (fits(event)) return seen;
  }
  throw new Error(`the stream ended after ${JSON.stringify(seen)}`);
}

const of = (id: string) => (event: SentEvent) => event.data.id === id;

describe('the stream of a key', () => {
  test('tells nothing more once the key is revoked', async () => {
    const made = await server.call('POST', '/api/v1/keys', { body: { name: 'leaves' } });
    const stream = await follow(String(made.body.secret));
    await until(stream, ({ name }) => name === 'ready');
    const task = await createTask(String(made.body.secret));
    await until(stream, of(task));
    await server.call('DELETE', `/api/v1/keys/${made.body.id}`);
    await server.call('POST', `/api/v1/tasks/${task}/cancel`);
    const [problem] = await until(stream, () => true);
    expect(problem).toMatchObject({ name: 'problem', data: { code: 'unauthorized' } });
    expect(await stream.next()).toBeFalsy();
  });

  test('tells what becomes of its tasks and assets, and nothing of other keys', async () => {
    const [mine, other, admin] = [
      await server.createKey(),
      await server.createKey(),
      await server.createKey(['admin']),
    ];
    const stream = await follow(mine);
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
    expect(await stream.next()).toMatchObject({ name: 'ready', data: {} });
    const foreign = [await createTask(other), await upload(other), await createTask(admin)];
    const task = await createTask(mine);
    const asset = await upload(mine);
    const seen = await until(stream, of(asset));
    await server.call('POST', `/api/v1/tasks/${foreign[0]}/cancel`, { key: other });
    await server.call('POST', `/api/v1/tasks/${task}/cancel`, { key: mine });
    seen.push(...(await until(stream, ({ data }) => data.status === 'cancelled')));
    await server.call('DELETE', `/api/v1/tasks/${task}`, { key: mine });
    seen.push(...(await until(stream, ({ name }) => name === 'deleted')));
    await server.call('DELETE', `/api/v1/assets/${asset}`, { key: mine });
    seen.push(
      ...(await until(stream, ({ name, data }) => name === 'deleted' && data.id === asset)),
    );

    const told = seen.map(({ data }) => data.id);
    expect(told.filter((id) => foreign.includes(String(id)))).toEqual([]);
    expect(new Set(told)).toEqual(new Set([task, asset]));
    const cancelled = seen.find(({ data }) => data.status === 'cancelled');
    expect(cancelled).toMatchObject({ name: 'task', data: { id: task, type: 'speech' } });
    expect(seen.find(({ name }) => name === 'asset')?.data).toMatchObject({ filename: 'mine.png' });
    expect(seen.at(-1)).toMatchObject({ name: 'deleted', data: { object: 'asset', id: asset } });
  });

  test('a reader who was away is told what it missed, and nothing that it had read', async () => {
    const key = await server.createKey();
    const first = await follow(key);
    await first.next();
    const before = await createTask(key);
    const place = (await until(first, of(before))).at(-1)?.id ?? '';
    first.close();
    const missed = await createTask(key);
    await server.call('POST', `/api/v1/tasks/${missed}/cancel`, { key });

    const again = await follow(key, place);
    expect(await again.next()).toMatchObject({ name: 'ready' });
    const told = await until(again, of(missed));
    expect(told).toMatchObject([{ name: 'task', data: { id: missed, status: 'cancelled' } }]);
  });

  test('a place that nobody remembers is answered with a reset', async () => {
    const key = await server.createKey();
    const stream = await follow(key, 'feed0123-17');
    const reset = await stream.next();
    expect(reset?.name).toBe('reset');
    const task = await createTask(key);
    await until(stream, of(task));
    const again = await follow(key, reset?.id);
    expect(await again.next()).toMatchObject({ name: 'ready' });
    await until(again, of(task));
  });

  test('changes that may have been missed while the database was away are a reset', async () => {
    const key = await server.createKey();
    const stream = await follow(key);
    const ready = await stream.next();
    await server.app.database.pool.$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN mouthpiece%'`;
    expect(await stream.next()).toMatchObject({ name: 'reset' });
    expect(await (await follow(key, ready?.id)).next()).toMatchObject({ name: 'reset' });
    const task = await createTask(key);
    await until(stream, of(task));
  });

  test('a stream that its reader leaves stops listening to the feed', async () => {
    const { feed } = server.app;
    const listen = feed.onKey.bind(feed);
    let listeners = 0;
    using _counted = vi.spyOn(feed, 'onKey').mockImplementation((key, listener) => {
      listeners += 1;
      const stop = listen(key, listener);
      return () => {
        listeners -= 1;
        stop();
      };
    });
    const stream = await follow(await server.createKey());
    await stream.next();
    expect(listeners).toBe(1);
    stream.close();
    await eventually(() => listeners === 0);
  });

  test('needs a key that may read', async () => {
    const { status } = await server.call('GET', '/api/v1/events', { key: 'nonsense' });
    expect(status).toBe(401);
    const writer = await server.createKey(['create']);
    expect((await server.call('GET', '/api/v1/events', { key: writer })).status).toBe(403);
  });

  test('a server that stops ends its streams at once', async () => {
    const stream = await follow(await server.createKey());
    await stream.next();
    const stopped = Date.now();
    const [last] = await Promise.all([stream.next(), server.restart()]);
    expect(last).toBeNull();
    expect(Date.now() - stopped).toBeLessThan(4_000);
  });
});

test('tRPC tells the same, and goes on from a place', async () => {
  const key = await server.createKey();
  const watch = async (input: object) => {
    const query = new URLSearchParams({ input: JSON.stringify(input) });
    const url = `${server.url}/api/trpc/events.watch?${query}`;
    const stream = await openEvents(url, { 'X-API-Key': key, Accept: 'text/event-stream' });
    opened.push(stream.close);
    return stream;
  };
  const isMessage = ({ name }: SentEvent) => name === 'message';
  const [ready] = (await until(await watch({}), isMessage)).slice(-1);
  expect(ready?.data).toEqual({ type: 'ready' });
  const id = await createTask(key);
  const again = await watch({ lastEventId: ready?.id });
  const told = await until(again, ({ data }) => data.type === 'task');
  const { body } = await server.call('GET', `/api/v1/tasks/${id}`, { key });
  expect(told.at(-1)?.data.task).toEqual(body);
  const lost = await until(await watch({ lastEventId: 'elsewhere-1' }), isMessage);
  expect(lost.at(-1)?.data).toEqual({ type: 'reset' });
});
