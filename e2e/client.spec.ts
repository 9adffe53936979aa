import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { buildClient } from '../bin/build-client.ts';
import { test } from './fixtures.ts';

type ClientModule = typeof import('../src/client/node.ts');
const MB = 1024 * 1024;

/** A page of another origin, with nothing but the bundle of the client. */
const pageWithClient = test.extend<{ shop: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
  shop: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-shop-'));
    await buildClient(folder);
    const bundle = await readFile(join(folder, 'browser.js'));
    const server = createServer((request, response) => {
      const isBundle = request.url === '/client.js';
      response.setHeader('Content-Type', isBundle ? 'text/javascript' : 'text/html');
      response.end(isBundle ? bundle : '<!doctype html><title>A shop</title>');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close();
    await rm(folder, { recursive: true, force: true });
  },
});

pageWithClient(
  'a page of another origin uploads with a key while the network breaks, makes speech and downloads it',
  async ({ page, shop, product }) => {
    await page.goto(shop);
    let cut = 0;
    await page.route('**/api/v1/uploads/*', (route) => {
      if (route.request().method() !== 'PATCH' || cut > 1) return route.continue();
      cut++;
      return route.abort('connectionreset');
    });
    const seen = await page.evaluate(
      async ({ url, key, bytes }) => {
        const address = '/client.js';
        const { Mouthpiece }: ClientModule = await import(address);
        const mouthpiece = new Mouthpiece({ url, key });
        const file = new File([new Uint8Array(bytes)], 'zeros.wav');
        const told: number[] = [];
        const asset = await mouthpiece.upload(file, { onProgress: (sent) => told.push(sent) });
        const task = await mouthpiece.speech('Here I am.');
        const blob = await mouthpiece.download(task);
        const { data } = await mouthpiece.api.tasks.list.query({ limit: 1 });
        return {
          uploaded: [asset.filename, asset.bytes, told.at(-1)],
          downloaded: [blob.size, blob.type, task.output?.bytes, task.output?.sha256],
          newest: data[0]?.id === task.id,
        };
      },
      { url: product.url, key: product.adminKey, bytes: 12 * MB },
    );
    expect(cut).toBe(2);
    expect(seen.uploaded).toEqual(['zeros.wav', 12 * MB, 12 * MB]);
    expect(seen.downloaded[0]).toBe(seen.downloaded[2]);
    expect(seen.downloaded[1]).toMatch(/^audio\//);
    expect(seen.newest).toBe(true);
  },
);

pageWithClient('a page without paths says so', async ({ page, shop }) => {
  await page.goto(shop);
  const message = await page.evaluate(async () => {
    const address = '/client.js';
    const { Mouthpiece }: ClientModule = await import(address);
    return new Mouthpiece().upload('/etc/hosts').then(String, (error: Error) => error.message);
  });
  expect(message).toContain('A page has no paths');
});
