import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { changeTask } from '#/data/tasks.ts';
import { type Reply, startTestServer, type TestServer } from './api-server.ts';
import { type HookReceiver, openHookReceiver, type Received } from './hook-receiver.ts';
import { until } from './until.ts';

type Changes = Parameters<typeof changeTask>[2];

export type HookGround = {
  readonly server: TestServer;
  /** Where messages go to; a new one after `listen`. */
  readonly url: string;
  readonly received: Received[];
  /** A receiver that has heard nothing yet. */
  listen(): Promise<void>;
  answerWith(answer: (received: Received, response: ServerResponse) => void): void;
  /** What it has got, once it is so much. */
  heard(count: number): Promise<[Received, ...Received[]]>;
  get(path: string, key?: string): Promise<Reply>;
  post(path: string, body: object | undefined, key: string): Promise<Reply>;
  /** A new task of this key. */
  speak(key: string, more?: object): Promise<string>;
  /** What a worker would do to it, step by step. */
  change(id: string, ...steps: Changes[]): Promise<void>;
};

/** For a test file: a server that may call this machine, and for each test a receiver that has heard nothing yet. */
export function hookGround(): HookGround {
  let server: TestServer;
  let hook: HookReceiver | undefined;
  const listen = async () => {
    await hook?.[Symbol.asyncDispose]();
    hook = await openHookReceiver();
  };
  const receiver = () => hook ?? expect.fail('no test has begun');
  const post: HookGround['post'] = (path, body, key) =>
    server.call('POST', path, { key, ...(body && { body }) });
  beforeAll(async () => {
    server = await startTestServer({ MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1' });
    await server.pretendWorker();
  });
  beforeEach(listen);
  afterAll(async () => {
    await hook?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });
  return {
    get server() {
      return server;
    },
    get url() {
      return receiver().url;
    },
    get received() {
      return receiver().received;
    },
    listen,
    answerWith(answer) {
      receiver().answer = answer;
    },
    async heard(count) {
      const { received } = receiver();
      await until(() => received.length >= count);
      const [first = expect.fail(), ...rest] = received;
      return [first, ...rest];
    },
    get: (path, key) => server.call('GET', path, key ? { key } : {}),
    post,
    async speak(key, more = {}) {
      const request = { type: 'speech', input: { text: 'Hello.' }, ...more };
      const { status, body } = await post('/api/v1/tasks', request, key);
      expect([status, body]).toEqual([201, expect.anything()]);
      return String(body.id);
    },
    async change(id, ...steps) {
      const status = ['pending' as const, 'processing' as const, 'failed' as const];
      for (const step of steps) {
        const which = { id, status };
        const made = await server.app.database.transaction((tx) => changeTask(tx, which, step));
        expect(made).not.toBeNull();
      }
    },
  };
}
