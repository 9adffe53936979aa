import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CreatedKey } from '#/domain/key.ts';
import { parseEnv, SETTING_NAMES } from '#/env.ts';
import { type CallOptions, type Reply, startTestServer, type TestServer } from './api-server.ts';
import { finishTask } from './hands.ts';
import { ENDS, FOUND, type LimitName } from './limits-of-workers.ts';

/** Every limit is set low and crossed: here at the server, in limits-of-workers.test.ts by what a real worker finds. */

/** What the answer beyond a limit is, and what it tells to do. */
type Refused = {
  status: number;
  code: string;
  says: RegExp;
  /** For how long `Retry-After` tells to wait, at most. */
  waitsS?: number;
};
type AtServer = Refused & {
  low: number;
  /** What else has to be so that this limit is the one that is met. */
  beside?: Partial<Record<LimitName, number>>;
  /** Goes up to the limit and, last, beyond it. */
  cross: (key: CreatedKey) => Promise<Reply>;
};

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server?.[Symbol.asyncDispose]());

/** @param what method and path */
function call(key: CreatedKey | null, what: string, options: CallOptions = {}): Promise<Reply> {
  const [method = '', path = ''] = what.split(' ');
  return server.call(method, path, { key: key?.secret ?? null, ...options });
}
const read = (key: CreatedKey | null) => call(key, 'GET /api/v1/tasks');
const create = (key: CreatedKey | null, body: object) => call(key, 'POST /api/v1/tasks', { body });
const says = (text = 'Hello.') => ({ type: 'speech', input: { text } });
const upload = (key: CreatedKey | null, bytes = 10, name = 'a.wav') => {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(bytes)], name));
  return call(key, 'POST /api/v1/assets', { raw: form });
};

async function newKey(): Promise<CreatedKey> {
  const { body } = await server.call('POST', '/api/v1/keys', { body: { name: 'test' } });
  return body as unknown as CreatedKey;
}

/** Does it so often, with success, and once more. */
async function times(count: number, act: () => Promise<Reply>): Promise<Reply> {
  for (let i = 0; i < count; i++) expect((await act()).status).not.toBe(429);
  return act();
}

async function keepHouse(): Promise<void> {
  const { keepHouse: keep } = await import('#/services/system/keep-house.ts');
  await keep(server.app);
}

/** A result, which no real worker made. */
async function makeResult(key: CreatedKey): Promise<string> {
  const { claimTask } = await import('#/services/tasks/claim-task.ts');
  const { body } = await create(key, says());
  const job = { taskId: String(body.id), attempt: 0, machine: 'hands' };
  const claimed = await claimTask(server.app, job);
  if (!claimed) throw new Error('the task was not there to be claimed');
  await finishTask(server.app, claimed);
  const { body: made } = await call(key, `GET /api/v1/tasks/${body.id}`);
  return String((made.output as { asset_id: string }).asset_id);
}

async function forgotten(key: CreatedKey | null, id: string): Promise<Reply> {
  await keepHouse();
  return call(key, `GET /api/v1/assets/${id}`);
}

const RATE = {
  status: 429,
  waitsS: 60,
  code: 'rate_limited',
  says: /may make 3 calls.* a minute: try again in \d+ s/,
};
const QUOTA = { status: 429, code: 'quota_exceeded' };
const TOO_LARGE = { status: 413, code: 'payload_too_large' };
const INVALID = { status: 422, code: 'validation_failed' };
const GONE = { status: 404, code: 'not_found', says: /There is no/ };

const AT_SERVER: Partial<Record<LimitName, AtServer>> = {
  MOUTHPIECE_LIMIT_READS_PER_MINUTE: { low: 3, ...RATE, cross: (key) => times(3, () => read(key)) },
  MOUTHPIECE_LIMIT_CREATES_PER_MINUTE: {
    ...{ low: 3, ...RATE },
    cross: (key) => times(3, () => create(key, {})),
  },
  MOUTHPIECE_LIMIT_ANONYMOUS_READS_PER_MINUTE: {
    ...{ low: 3, ...RATE },
    cross: () => times(3, () => read(null)),
  },
  MOUTHPIECE_LIMIT_ANONYMOUS_CREATES_PER_MINUTE: {
    ...{ low: 3, ...RATE },
    cross: () => times(3, () => create(null, {})),
  },
  MOUTHPIECE_LIMIT_WRONG_CREDENTIALS_PER_MINUTE: {
    ...{ low: 3, status: 401, code: 'unauthorized', waitsS: 60 },
    says: /wrong credentials.*check the key, and try again in \d+ s/,
    cross: (key) => times(3, () => read({ ...key, secret: 'guess' })),
  },
  MOUTHPIECE_LIMIT_QUEUED_TASKS: {
    ...{ low: 2, ...QUOTA, says: /2 tasks waiting and may have 2: let some finish, or cancel/ },
    waitsS: 30,
    cross: (key) => times(2, () => create(key, says())),
  },
  MOUTHPIECE_LIMIT_OUTPUT_MINUTES_PER_DAY: {
    ...{ low: 1, ...QUOTA, says: /1 minutes of output per day.*go on tomorrow/, waitsS: 86_400 },
    cross: (key) => times(1, () => create(key, says('a'.repeat(400)))),
  },
  MOUTHPIECE_LIMIT_STORED_BYTES: {
    ...{ low: 15, ...QUOTA, says: /may store 15: delete files that are no longer needed/ },
    waitsS: 3600,
    cross: (key) => times(1, () => upload(key)),
  },
  MOUTHPIECE_LIMIT_VIDEO_BYTES: {
    ...{ low: 20, ...TOO_LARGE, says: /at most 20 bytes: make it smaller/ },
    beside: { MOUTHPIECE_LIMIT_AUDIO_BYTES: 10, MOUTHPIECE_LIMIT_IMAGE_BYTES: 10 },
    cross: (key) => upload(key, 21),
  },
  MOUTHPIECE_LIMIT_JSON_BYTES: {
    ...{ low: 200, ...TOO_LARGE, says: /at most 200 bytes: upload files instead/ },
    cross: (key) => create(key, says('a'.repeat(200))),
  },
  MOUTHPIECE_LIMIT_BASE64_JSON_BYTES: {
    ...{ low: 200, ...TOO_LARGE, says: /at most 200 bytes: upload files instead/ },
    cross: (key) => call(key, 'POST /api/v1/generate', { body: { image_base64: 'a'.repeat(200) } }),
  },
  MOUTHPIECE_LIMIT_TEXT_CHARACTERS: {
    ...{ low: 5, ...INVALID, says: /text may have at most 5 characters: make several tasks/ },
    cross: (key) => times(1, () => create(key, says('Hello.'))),
  },
  MOUTHPIECE_LIMIT_PROMPT_CHARACTERS: {
    ...{ low: 5, ...INVALID, says: /prompt may have at most 5 characters/ },
    cross: async (key) => {
      const { body } = await upload(key);
      const input = { image: 'portrait:host', audio: body.id, prompt: 'smiles' };
      return create(key, { type: 'avatar', input });
    },
  },
  MOUTHPIECE_LIMIT_BATCH_TASKS: {
    ...{ low: 2, ...INVALID, says: /at most 2 in a batch: make several batches/ },
    cross: (key) =>
      call(key, 'POST /api/v1/batches', { body: { tasks: [says(), says(), says()] } }),
  },
  MOUTHPIECE_LIMIT_DISK_FLOOR_BYTES: {
    ...{ low: Number.MAX_SAFE_INTEGER, status: 507, code: 'storage_full' },
    ...{ says: /too little disk space.*delete files/, cross: (key) => create(key, says()) },
    waitsS: 300,
    beside: { MOUTHPIECE_LIMIT_DISK_FLOOR_PERCENT: 100 },
  },
  MOUTHPIECE_LIMIT_DISK_FLOOR_PERCENT: {
    ...{ low: 100, status: 507, code: 'storage_full' },
    ...{ says: /too little disk space.*delete files/, cross: (key) => upload(key) },
    waitsS: 300,
    beside: { MOUTHPIECE_LIMIT_DISK_FLOOR_BYTES: Number.MAX_SAFE_INTEGER },
  },
  MOUTHPIECE_LIMIT_SYNC_MS: {
    ...{
      low: 1,
      status: 504,
      code: 'task_timeout',
      says: /line is held for .* goes on: ask for its status/,
    },
    cross: (key) => {
      const form = new FormData();
      for (const name of ['audio', 'video']) form.append(name, new File(['bytes'], name));
      return call(key, 'POST /tasks/sync', { raw: form });
    },
  },
  MOUTHPIECE_LIMIT_UPLOAD_EXPIRY_MS: {
    ...{ low: 1, ...GONE },
    cross: async (key) => {
      const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '10' };
      const begun = await call(key, 'POST /api/v1/uploads', { headers });
      expect(begun.status).toBe(201);
      return forgotten(key, begun.headers.get('location')?.split('/').at(-1) ?? '');
    },
  },
  MOUTHPIECE_LIMIT_ASSET_KEEP_MS: {
    ...{ low: 1, ...GONE },
    cross: async (key) => forgotten(key, String((await upload(key)).body.id)),
  },
  MOUTHPIECE_LIMIT_ANONYMOUS_KEEP_MS: {
    ...{ low: 1, ...GONE },
    cross: async () => forgotten(null, String((await upload(null)).body.id)),
  },
  MOUTHPIECE_LIMIT_RESULT_KEEP_MS: {
    ...{ low: 1, ...GONE },
    cross: async (key) => forgotten(key, await makeResult(key)),
  },
};

/** Runs with these limits, checked as settings are. */
async function withLimits<T>(limits: Partial<Record<LimitName, number>>, work: () => Promise<T>) {
  const { env } = server.app;
  const before = { ...env };
  const text = Object.entries(limits).map(([name, value]) => [name, String(value)]);
  const parsed = parseEnv(Object.fromEntries(text));
  Object.assign(
    env,
    Object.fromEntries(Object.keys(limits).map((name) => [name, parsed[name as LimitName]])),
  );
  try {
    return await work();
  } finally {
    Object.assign(env, before);
  }
}

describe('at the server', () => {
  test.for(Object.entries(AT_SERVER))('%s', async ([name, row]) => {
    const key = await newKey();
    const limits = { [name]: row.low, ...row.beside };
    const { status, body, headers } = await withLimits(limits, () => row.cross(key));
    expect([status, body.code]).toEqual([row.status, row.code]);
    expect(body.message ?? body.detail).toMatch(row.says);
    if (status === 429) expect(body.detail).toBe('Too many requests');
    const wait = headers.get('retry-after');
    if (row.waitsS === undefined) expect(wait).toBeNull();
    else expect(1 <= Number(wait) && Number(wait) <= row.waitsS).toBe(true);
  });

  test('no address hides a call from its limit', async () => {
    const key = await newKey();
    const path = 'POST /api/trpc/tasks.create?sig=x';
    const answer = await withLimits({ MOUTHPIECE_LIMIT_CREATES_PER_MINUTE: 2 }, () =>
      times(2, () => call(key, path, { body: says() })),
    );
    expect(answer.status).toBe(429);
  });

  test('a typed call hears of the same wait', async () => {
    const key = await newKey();
    const path = 'POST /api/trpc/tasks.create';
    const body = says('a'.repeat(400));
    const answer = await withLimits({ MOUTHPIECE_LIMIT_OUTPUT_MINUTES_PER_DAY: 1 }, () =>
      times(1, () => call(key, path, { body })),
    );
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.body).toMatchObject({
      error: { message: expect.stringContaining('go on tomorrow') },
    });
  });

  test('what a day can not hold is not promised for tomorrow', async () => {
    const key = await newKey();
    const { status, body } = await withLimits({ MOUTHPIECE_LIMIT_OUTPUT_MINUTES_PER_DAY: 1 }, () =>
      create(key, says('a'.repeat(5_000))),
    );
    expect(status).toBe(429);
    expect(body.message).toMatch(/this alone would be more: make it shorter/);
  });

  test('MOUTHPIECE_LIMIT_CONCURRENT_TASKS', async () => {
    const key = await newKey();
    const { claimTask } = await import('#/services/tasks/claim-task.ts');
    await withLimits({ MOUTHPIECE_LIMIT_CONCURRENT_TASKS: 1 }, async () => {
      const made = [await create(key, says()), await create(key, says())];
      const claims = made.map(({ body }) =>
        claimTask(server.app, { taskId: String(body.id), attempt: 0, machine: 'm' }),
      );
      expect((await Promise.all(claims)).filter((claim) => claim !== null)).toHaveLength(1);
      const { body } = await call(key, 'GET /api/v1/system');
      expect(body.queue).toMatchObject({
        reasons: [{ reason: 'key_at_limit', sentence: expect.stringContaining('as they may') }],
      });
    });
  });

  test('MOUTHPIECE_LIMIT_IDEMPOTENCY_MS', async () => {
    const key = await newKey();
    const repeat = async () => {
      const headers = { 'Idempotency-Key': 'once' };
      return (await call(key, 'POST /api/v1/tasks', { body: says(), headers })).body.id;
    };
    const first = await repeat();
    await keepHouse();
    expect(await repeat()).toBe(first);
    await withLimits({ MOUTHPIECE_LIMIT_IDEMPOTENCY_MS: 1 }, keepHouse);
    expect(await repeat()).not.toBe(first);
  });
});

test('every limit that is a setting is crossed', () => {
  // The memory of a slot depends on the machine: worker/slots/watch-memory.test.ts crosses it.
  const crossed = [
    'MOUTHPIECE_LIMIT_SLOT_BYTES',
    ...Object.keys({ ...AT_SERVER, ...FOUND, ...ENDS }),
    ...['MOUTHPIECE_LIMIT_CONCURRENT_TASKS', 'MOUTHPIECE_LIMIT_IDEMPOTENCY_MS'],
  ];
  const limits = SETTING_NAMES.filter((name) => name.startsWith('MOUTHPIECE_LIMIT_'));
  expect(crossed.toSorted()).toEqual(limits.toSorted());
});
