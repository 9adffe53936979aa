import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CDPSession, expect } from '@playwright/test';
import type { Asset } from '#/domain/asset.ts';
import { test as base } from './fixtures.ts';
import { makeOwnMedia, type OwnMedia } from './own-media.ts';

let own: OwnMedia;
base.beforeAll(async () => {
  own = await makeOwnMedia();
});
base.afterAll(async () => {
  await own?.[Symbol.asyncDispose]();
});

/** Slow enough that the file is still on its way after everything that happens to it, on a busy machine too. */
const BYTES_PER_S = 2_400_000;
/** The server may hold on to the dead connection for a while, and what it had not received is sent again. */
const GOES_ON_MS = 45_000;

for (const [name, viewport] of [
  ['desktop', { width: 1280, height: 800 }],
  ['phone', { width: 390, height: 844 }],
] as const) {
  base.describe(`on a ${name}`, () => {
    base.use({ viewport });

    base(
      'an upload outlives a dead network and a reload, and ends as the same asset, byte for byte',
      async ({ page }) => {
        const begun: string[] = [];
        page.on('response', (response) => {
          const isNew = response.request().method() === 'POST' && response.status() === 201;
          const location = response.headers().location;
          if (isNew && location && response.url().endsWith('/api/v1/uploads')) begun.push(location);
        });
        await page.goto('/studio');
        const network = await page.context().newCDPSession(page);
        await setNetwork(network, { offline: false });
        await page
          .getByLabel('Choose a picture or footage of your own')
          .setInputFiles(own.large.path);
        const stage = page.locator('#stage');
        const percent = async () =>
          Number(await stage.getByRole('progressbar').getAttribute('aria-valuenow'));
        await expect.poll(percent).toBeGreaterThan(10);

        await setNetwork(network, { offline: true });
        await expect(stage.getByText('No connection.', { exact: false })).toBeVisible();
        await setNetwork(network, { offline: false });
        const before = await percent();
        await expect.poll(percent, { timeout: GOES_ON_MS }).toBeGreaterThan(before);

        await page.reload();
        await expect(stage.getByText('large.mp4')).toBeVisible();
        await expect.poll(percent).toBeGreaterThanOrEqual(before);
        await page.getByRole('button', { name: 'Uploads' }).click();
        const tray = page.getByRole('region', { name: 'Uploads' });
        await tray.getByRole('button', { name: 'Pause large.mp4' }).click();
        await expect(tray.getByText('Paused', { exact: false })).toBeVisible();
        await tray.getByRole('button', { name: 'Resume large.mp4' }).click();
        await setNetwork(network, { offline: false, bytesPerS: -1 });
        await expect(tray.getByText('Sent', { exact: false })).toBeVisible();

        expect(begun).toHaveLength(1);
        const id = begun[0]?.split('/').at(-1);
        const asset = async () =>
          (await (await page.request.get(`/api/v1/assets/${id}`)).json()) as Asset;
        await expect.poll(async () => (await asset()).status).toBe('ready');
        expect(await asset()).toMatchObject({ sha256: own.large.sha256, bytes: own.large.bytes });
        await expect(page.locator(`input[value="${id}"]`)).toBeChecked();
      },
    );
  });
}

base('a file beyond the limit is refused before a byte of it is sent', async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-large-'));
  const path = join(folder, 'whole evening.mp4');
  await writeFile(path, '');
  await truncate(path, 3_000_000_000);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') sent.push(request.url());
  });
  await page.goto('/studio');
  await page.getByLabel('Choose a picture or footage of your own').setInputFiles(path);
  const refusal = page.locator('#stage').getByText('larger than this installation allows');
  await expect(refusal).toBeVisible();
  expect(sent).toEqual([]);
  await rm(folder, { recursive: true });
});

function setNetwork(
  session: CDPSession,
  { offline, bytesPerS = BYTES_PER_S }: { offline: boolean; bytesPerS?: number },
): Promise<unknown> {
  return session.send('Network.emulateNetworkConditions', {
    offline,
    latency: 5,
    downloadThroughput: -1,
    uploadThroughput: bytesPerS,
  });
}
