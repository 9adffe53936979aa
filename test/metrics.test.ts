import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#/domain/ids.ts';
import { ADMIN_KEY, eventually, startTestServer, type TestServer } from './api-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.[Symbol.asyncDispose]());

async function scrape(): Promise<string> {
  const answer = await server.call('GET', '/metrics');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return String(answer.body.text);
}

/** The value of a sample, by its whole name with labels. */
function sampleOf(text: string, name: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

async function addTask(fields: Record<string, unknown>): Promise<void> {
  const { body } = await server.call('GET', '/api/v1/keys');
  const [key] = body.data as { id: string }[];
  await server.app.database.pool.task.create({
    data: {
      ...{ id: newId('task'), keyId: key?.id ?? '', type: 'speech', stage: 'queued' },
      ...{ input: {}, options: {}, metadata: {}, priority: 'normal' },
      ...fields,
    },
  });
}

test('tell about the process, the queue and the workers in a form that parses', async () => {
  await server.pretendWorker();
  await addTask({ status: 'pending', createdAt: new Date(Date.now() - 100_000) });
  const text = await scrape();
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
    expect(line).toMatch(/^[a-z_]\w*(\{(\w+="[^"\n]*",?)+\})? (-?[\d.e+-]+|Nan|[+-]Inf)$/);
  }
  expect(sampleOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
  expect(sampleOf(text, 'mouthpiece_queue_depth')).toBe(1);
  expect(sampleOf(text, 'mouthpiece_queue_oldest_seconds')).toBeGreaterThanOrEqual(99);
  expect(sampleOf(text, 'mouthpiece_tasks{status="pending"}')).toBe(1);
  expect(sampleOf(text, 'mouthpiece_tasks{status="failed"}')).toBe(0);
  expect(sampleOf(text, 'mouthpiece_workers{state="taking"}')).toBe(1);
  expect(sampleOf(text, 'mouthpiece_slots')).toBe(1);
  expect(sampleOf(text, 'mouthpiece_messages_waiting')).toBe(0);
  expect(sampleOf(text, 'mouthpiece_messages_late_seconds')).toBe(0);
  expect(sampleOf(text, 'mouthpiece_disk_free_bytes')).toBeGreaterThan(0);
});

test('count each ended task once', async () => {
  const started = Date.now();
  await addTask({
    status: 'completed',
    createdAt: new Date(started - 7_000),
    startedAt: new Date(started - 4_000),
    completedAt: new Date(started),
  });
  const count = 'mouthpiece_task_work_seconds_count{type="speech",status="completed"}';
  const text = await eventually(async () => {
    const seen = await scrape();
    return sampleOf(seen, count) !== undefined && seen;
  });
  const labels = 'type="speech",status="completed"';
  expect(sampleOf(text, count)).toBe(1);
  expect(sampleOf(text, `mouthpiece_task_work_seconds_bucket{le="2",${labels}}`)).toBe(0);
  expect(sampleOf(text, `mouthpiece_task_work_seconds_bucket{le="5",${labels}}`)).toBe(1);
  expect(sampleOf(text, `mouthpiece_task_wait_seconds_sum{${labels}}`)).toBeCloseTo(3, 1);
  expect(sampleOf(await scrape(), count)).toBe(1);
}, 20_000);

test('name routes, never addresses: asking for anything makes no new series', async () => {
  const series = (text: string) => text.split('\n').filter((line) => /requests_total\{/.test(line));
  await server.call('GET', `/api/v1/tasks/${newId('task')}`);
  await server.call('GET', '/api/v1/nonsense');
  await scrape();
  const before = series(await scrape());
  expect(before.join('\n')).toContain(
    'mouthpiece_http_requests_total{method="GET",route="/api/v1/tasks/:id",status="404"}',
  );
  expect(before.join('\n')).toContain('{method="GET",route="unknown",status="404"}');
  for (let i = 0; i < 20; i++) {
    await server.call('GET', `/api/v1/tasks/${newId('task')}`);
    await server.call('GET', `/api/v1/nonsense-${i}`);
    await server.call('GET', `/nonsense-${i}`);
    await server.call('GET', `/api/trpc/nonsense-${i}`);
  }
  const after = series(await scrape());
  expect(after.length - before.length).toBeLessThanOrEqual(1);
});

describe('are told to', () => {
  test('an admin from anywhere, and to nobody else from elsewhere', async () => {
    const key = await server.createKey();
    const far = { 'X-Forwarded-For': '203.0.113.9' };
    const ask = async (who: string | null, headers: Record<string, string>) =>
      (await server.call('GET', '/metrics', { key: who, headers })).status;
    expect(await ask(ADMIN_KEY, far)).toBe(200);
    expect(await ask(key, {})).toBe(403);
    expect(await ask('nonsense', {})).toBe(401);
    expect(await ask(null, {})).toBe(200);
    expect(await ask(null, far)).toBe(401);
    expect(await ask(null, { Origin: 'https://elsewhere.example' })).toBe(401);
  });

  test('nobody without a key where that is denied, and nobody far away where it is allowed', async () => {
    for (const [policy, headers] of [
      ['deny', {}],
      ['allow', { 'X-Forwarded-For': '203.0.113.9' }],
    ] as const) {
      await using other = await startTestServer({ MOUTHPIECE_ANONYMOUS: policy });
      const answer = await other.call('GET', '/metrics', { key: null, headers });
      expect([policy, answer.status]).toEqual([policy, 401]);
    }
  });
});
