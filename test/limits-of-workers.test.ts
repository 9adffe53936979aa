import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseUrl } from '#/env.ts';
import { startTestServer, type TestServer } from './api-server.ts';
import { ENDS, FOUND, type LimitName } from './limits-of-workers.ts';
import { until } from './until.ts';
import { startWorker } from './worker-process.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.pretendWorker();
});
afterAll(() => server?.[Symbol.asyncDispose]());

const settingsOf = (rows: Partial<Record<LimitName, { low: number }>>) =>
  Object.fromEntries(Object.entries(rows).map(([name, { low }]) => [name, String(low)]));

const worker = (settings: Record<string, string>) =>
  startWorker({
    settings: {
      ...{ NODE_ENV: 'test', LOG_LEVEL: 'silent' },
      DATABASE_URL: databaseUrl(server.app.env),
      MOUTHPIECE_DATA_DIR: server.folder,
      ...{ MOUTHPIECE_TIMING_LEASE_MS: '5000', MOUTHPIECE_TIMING_RETRY_MS: '10' },
      ...settings,
    },
  });

describe('by what a worker finds', { timeout: 120_000 }, () => {
  test('a file beyond a limit is rejected, and says which', async () => {
    await using _worker = await worker(settingsOf(FOUND));
    const key = await server.createKey();
    for (const [name, { file, says: words }] of Object.entries(FOUND)) {
      const form = new FormData();
      form.append('file', new File([new Uint8Array(await file())], 'a'));
      const { body } = await server.call('POST', '/api/v1/assets', { key, raw: form });
      const asset = await until(async () => {
        const { body: now } = await server.call('GET', `/api/v1/assets/${body.id}`, { key });
        return now.status !== 'probing' && now;
      });
      expect([name, asset]).toMatchObject([
        ...[name, { status: 'rejected', error: { code: 'media_too_large' } }],
      ]);
      expect((asset.error as { detail: string }).detail).toMatch(words);
    }
  });

  test.for(Object.entries(ENDS))('%s ends a task', async ([name, { low, code, says: words }]) => {
    await using _worker = await worker({ [name]: String(low) });
    const key = await server.createKey();
    const input = { speech_text: 'Hello. '.repeat(200), image: 'portrait:host' };
    const request = { key, body: { type: 'digital_human', input } };
    const { body } = await server.call('POST', '/api/v1/tasks', request);
    const failed = await until(async () => {
      const { body: now } = await server.call('GET', `/api/v1/tasks/${body.id}`, { key });
      return now.status === 'failed' && now;
    });
    expect(failed.error).toMatchObject({ code, detail: expect.stringMatching(words) });
  });
});
