import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, test as base } from '@playwright/test';
import { launch, type Product } from '../bin/launcher.ts';
import { UNHURRIED } from '../test/unhurried.ts';

/**
 * `product` is the whole of Mouthpiece, launched once for each Playwright worker on a free port and an empty
 * data folder. `page.goto('/studio')` goes to it, in a browser that has signed in as the operator.
 */
export const test = base.extend<object, { product: Product }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-e2e-'));
      try {
        await using product = await launch({
          settings: {
            PORT: '0',
            HOST: '127.0.0.1',
            DATABASE_URL: '',
            LOG_LEVEL: 'warn',
            MOUTHPIECE_DATA_DIR: join(folder, 'data'),
            ...UNHURRIED,
          },
          logFile: join(folder, 'log'),
          durable: false,
        });
        await use(product);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  context: async ({ context, product }, use) => {
    await signIn(context, product);
    await use(context);
  },
  baseURL: async ({ product }, use) => use(product.url),
});

/** @param as the operator of the machine unless a key is given */
export async function signIn(
  context: BrowserContext,
  product: Product,
  as: { operator: true } | { key: string } = { operator: true },
): Promise<void> {
  const answer = await context.request.post(`${product.url}/api/session`, {
    headers: { Origin: product.url },
    data: as,
  });
  if (!answer.ok()) throw new Error(`signing in was answered with ${answer.status()}`);
}
