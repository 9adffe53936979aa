import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';

/** Of the operations, which come from one template, the first few are looked at; they have every part there is. */
const MANY_ALIKE = 'article:nth-of-type(n + 12)';

/** What the page asked for elsewhere, and what its policy refused. */
function watch(page: Page): string[] {
  const wrong: string[] = [];
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => {
    if (new URL(request.url()).hostname !== '127.0.0.1') wrong.push(request.url());
  });
  return wrong;
}

test('a call is filled in, sent and copied from the reference', async ({
  page,
  context,
  baseURL,
}) => {
  const wrong = watch(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/docs');
  const making = page.locator('[id="tasks.create"]');
  await making.getByText('Try it').click();
  await making.getByLabel('Body').fill('{"type":"speech","input":{"text":"It’s me."}}');
  await making.getByRole('button', { name: 'Send' }).click();
  await expect(making.getByRole('status')).toContainText('201 Created');
  const answer = making.locator('.answer code');
  await expect(answer).toContainText('"task_id"');
  const { id } = JSON.parse((await answer.textContent()) ?? '') as { id: string };

  const reading = page.locator('[id="tasks.get"]');
  await reading.getByText('Try it').click();
  await reading.getByLabel('id needed').fill(id);
  await reading.getByLabel('wait').fill('1');
  await reading.getByRole('button', { name: 'Copy as curl' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `curl "${baseURL}/api/v1/tasks/${id}?wait=1"`,
  );

  const following = page.locator('[id="tasks.events"]');
  await following.getByText('Try it').click();
  await following.getByLabel('id needed').fill(id);
  await following.getByRole('button', { name: 'Send' }).click();
  await expect(following.locator('.answer code')).toContainText('"status":"completed"');
  expect(wrong).toEqual([]);
});

test('a key is tried, and is forgotten with the page', async ({ page, product }) => {
  await page.goto('/docs');
  const listing = page.locator('[id="keys.list"]');
  await page.getByLabel('a key', { exact: true }).check();
  await page.getByLabel('Key', { exact: true }).fill('mp_live_nobody-has-this-key');
  await listing.getByText('Try it').click();
  await listing.getByRole('button', { name: 'Send' }).click();
  await expect(listing.getByRole('status')).toContainText('401');
  await page.getByLabel('Key', { exact: true }).fill(product.adminKey);
  await listing.getByRole('button', { name: 'Send' }).click();
  await expect(listing.getByRole('status')).toContainText('200 OK');
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
  );
  expect(kept + (await page.content())).not.toContain(product.adminKey);
  await page.reload();
  await expect(page.getByLabel('Key', { exact: true })).toHaveValue('');
});

test('examples change between curl and TypeScript, the theme between light and dark', async ({
  page,
}) => {
  await page.goto('/docs');
  const example = page.locator('[id="tasks.cancel"] .examples');
  await expect(example.getByText('curl', { exact: false }).first()).toBeVisible();
  await page.getByLabel('TypeScript').check();
  await expect(example.getByText('mouthpiece.api.tasks.cancel.mutate')).toBeVisible();
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await ground();
  await page.getByRole('button', { name: 'Light or dark' }).click();
  const after = await ground();
  expect(after).not.toBe(before);
  await page.goto('/docs/guides/first-video');
  expect(await ground()).toBe(after);
});

for (const [scheme, width] of [
  ['light', 360],
  ['dark', 1280],
] as const) {
  test(`no page of the documentation breaks a rule of accessibility or overflows: ${scheme}, ${width}`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({
      colorScheme: scheme,
      viewport: { width, height: 800 },
      ...(baseURL && { baseURL }),
    });
    const page = await context.newPage();
    const wrong = watch(page);
    for (const path of ['/docs/guides', '/docs/guides/limits', '/docs']) {
      await page.goto(path);
      const { violations } = await new AxeBuilder({ page }).exclude(MANY_ALIKE).analyze();
      expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(over, path).toBeLessThanOrEqual(0);
    }
    expect(wrong).toEqual([]);
    await context.close();
  });
}

test('what is around the text follows the language of the studio', async ({
  context,
  page,
  product,
}) => {
  const wrong = watch(page);
  await context.addCookies([{ name: 'mouthpiece_language', value: 'zh-CN', url: product.url }]);
  await page.goto('/docs/guides');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('link', { name: '接口参考' })).toBeVisible();
  await expect(page.getByText('目前只有英文', { exact: false })).toBeVisible();
  await expect(page.getByRole('main')).toHaveAttribute('lang', 'en');
  await page.evaluate(() => document.fonts.ready);
  const loaded = await page.evaluate(() => document.fonts.check('15px "Noto Sans SC"', '指南'));
  expect(loaded).toBe(true);
  expect(wrong).toEqual([]);
});
