import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
} from '@trpc/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppRouter } from '#/api/trpc/router.ts';
import { ADMIN_KEY, eventually, startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server[Symbol.asyncDispose]());

/** The headers that Node's EventSource lacks come from the call's own fetch. */
function clientFor(key: string) {
  const url = `${server.url}/api/trpc`;
  const headers = { 'X-API-Key': key };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url, EventSource: FetchEventSource.for(headers) }),
        false: httpBatchLink({ url, headers }),
      }),
    ],
  });
}

/** As much of an EventSource as the client needs, over fetch. */
class FetchEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSED = 2;
  readyState: number = FetchEventSource.CONNECTING;
  onopen = null;
  onmessage = null;
  onerror = null;
  withCredentials = false;
  readonly url: string;
  readonly #gone = new AbortController();

  static for(headers: Record<string, string>) {
    return class extends FetchEventSource {
      constructor(url: string | URL) {
        super(url, headers);
      }
    };
  }

  constructor(url: string | URL, headers: Record<string, string>) {
    super();
    this.url = String(url);
    void this.#read({ ...headers, Accept: 'text/event-stream' }).catch(() => {
      this.readyState = FetchEventSource.CLOSED;
    });
  }

  async #read(headers: Record<string, string>): Promise<void> {
    const response = await fetch(this.url, { headers, signal: this.#gone.signal });
    this.readyState = FetchEventSource.OPEN;
    this.dispatchEvent(new Event('open'));
    let text = '';
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(chunk);
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        this.#deliver(text.slice(0, end));
        text = text.slice(end + 2);
      }
    }
  }

  #deliver(block: string): void {
    const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: ?(.*)/s)));
    const { data, event = 'message', id = '' } = fields;
    this.dispatchEvent(new MessageEvent(event, { data: data ?? '', lastEventId: id }));
  }

  close(): void {
    this.readyState = FetchEventSource.CLOSED;
    this.#gone.abort();
  }
}

describe('tRPC', () => {
  test('answers with the same objects as REST', async () => {
    const key = await server.createKey();
    const client = clientFor(key);
    const made = await client.tasks.create.mutate({ type: 'speech', input: { text: 'Hello' } });
    const rest = async (path: string) => (await server.call('GET', path, { key })).body;
    expect(await rest(`/api/v1/tasks/${made.id}`)).toEqual(made);
    expect(await client.tasks.get.query({ id: made.id })).toEqual(made);
    expect(await client.tasks.list.query({ limit: 5 })).toEqual(
      await rest('/api/v1/tasks?limit=5'),
    );
    expect(await client.portraits.list.query()).toEqual(await rest('/api/v1/portraits'));
    expect(await client.voices.list.query()).toEqual(await rest('/api/v1/voices'));
    expect(await client.assets.list.query({})).toEqual(await rest('/api/v1/assets'));
    const cancelled = await client.tasks.cancel.mutate({ id: made.id });
    expect(await rest(`/api/v1/tasks/${made.id}`)).toEqual(cancelled);
  });

  test('fails with the same problems as REST', async () => {
    const client = clientFor(await server.createKey());
    const problemOf = async (call: Promise<unknown>) => {
      const error = await call.catch((caught: unknown) => caught);
      if (!(error instanceof TRPCClientError)) throw new Error('the call did not fail');
      return (error as TRPCClientError<AppRouter>).data?.problem;
    };
    const id = 'task_01kb8n5v6x3m9q2w7r4t1y0z8c';
    const missing = await server.call('GET', `/api/v1/tasks/${id}`);
    expect(await problemOf(client.tasks.get.query({ id }))).toEqual({
      ...missing.body,
      instance: expect.any(String),
    });
    const invalid = { type: 'speech' as const, input: { text: '' }, colour: 'red' };
    const refused = await server.call('POST', '/api/v1/tasks', { body: invalid });
    expect(await problemOf(client.tasks.create.mutate(invalid))).toEqual({
      ...refused.body,
      instance: expect.any(String),
    });
    expect(await problemOf(client.keys.list.query({}))).toMatchObject({
      code: 'forbidden',
      status: 403,
    });
    expect(await problemOf(clientFor('nonsense').tasks.list.query({}))).toMatchObject({
      code: 'unauthorized',
      success: false,
    });
    const nul = { type: 'speech' as const, input: { text: 'a\0b' } };
    expect(await problemOf(client.tasks.create.mutate(nul))).toMatchObject({
      code: 'validation_failed',
    });
  });

  test('refuses bodies and batches beyond its limits', async () => {
    const big = await server.call('POST', '/api/trpc/tasks.create', {
      body: 'x'.repeat(1_000_001),
    });
    expect(big.status).toBe(413);
    const paths = Array.from({ length: 21 }, () => 'portraits.list').join(',');
    expect((await server.call('GET', `/api/trpc/${paths}?batch=1&input=%7B%7D`)).status).toBe(400);
    expect((await server.call('GET', '/api/trpc/nothing')).status).toBe(404);
  });

  test('a watched task tells its present state, every change, and its end', async () => {
    const client = clientFor(ADMIN_KEY);
    const made = await client.tasks.create.mutate({ type: 'speech', input: { text: 'Hello' } });
    const seen: string[] = [];
    const ended = new Promise<void>((resolve, reject) => {
      client.tasks.watch.subscribe(
        { id: made.id },
        { onData: ({ data }) => seen.push(data.status), onComplete: resolve, onError: reject },
      );
    });
    await eventually(() => seen.length === 1);
    await client.tasks.cancel.mutate({ id: made.id });
    await ended;
    expect(seen).toEqual(['pending', 'cancelled']);
  });

  test('works in process without HTTP', async () => {
    const { createCaller } = await import('#/api/trpc/router.ts');
    const { anonymousCaller } = await import('#/services/keys/anonymous-caller.ts');
    const caller = createCaller({ ...server.app, caller: anonymousCaller() });
    const made = await caller.tasks.create({ type: 'speech', input: { text: 'Hello' } });
    expect(await caller.tasks.get({ id: made.id })).toEqual(made);
    await expect(caller.keys.list({})).rejects.toMatchObject({ cause: { code: 'forbidden' } });
  });
});
