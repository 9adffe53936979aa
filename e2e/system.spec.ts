import { expect, type Page } from '@playwright/test';
import { test } from './fixtures.ts';

const answer = (page: Page, question: string) =>
  page.getByRole('region', { name: question, exact: true });

test('the operator sees that it works, what was made, and takes a machine out and in again', async ({
  page,
  product,
  request,
}) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto('/studio');
  await page.getByRole('link', { name: 'System' }).first().click();
  await expect(page).toHaveURL(/\/studio\/system$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Everything works');
  const machines = answer(page, 'Machines');
  await expect(machines.getByText('Slot 1')).toBeVisible();
  await expect(machines.getByText(/builtin-lips/)).toBeVisible();

  const headers = { 'X-API-Key': product.adminKey };
  const speech = { type: 'speech', input: { text: 'Good morning.' } };
  const made = await request.post('/api/v1/tasks', { headers, data: speech });
  const { id } = await made.json();
  const done = async () =>
    (await (await request.get(`/api/v1/tasks/${id}`, { headers })).json()).status;
  await expect.poll(done, { timeout: 30_000 }).toBe('completed');
  await expect(answer(page, 'This week').getByText('recordings')).toBeVisible({ timeout: 20_000 });

  await machines.getByRole('button', { name: /^Drain / }).click();
  await expect(machines.getByText('drained: takes nothing new')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Work gets done, but something needs attention',
  );
  await request.post('/api/v1/tasks', { headers, data: speech });
  await expect(
    answer(page, 'Waiting').getByText('The workers that could do them are draining.'),
  ).toBeVisible();
  await machines.getByRole('button', { name: /take work again/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Everything works');
  await expect(answer(page, 'Waiting').getByText('Nothing waits.')).toBeVisible({
    timeout: 30_000,
  });
  expect(complaints).toEqual([]);
});

test('other keys see their own part, and nothing of the machines', async ({ browser, product }) => {
  const context = await browser.newContext();
  const made = await context.request.post(`${product.url}/api/v1/keys`, {
    headers: { 'X-API-Key': product.adminKey },
    data: { name: 'shop' },
  });
  const { secret } = await made.json();
  await context.request.post(`${product.url}/api/session`, {
    headers: { Origin: product.url },
    data: { key: secret },
  });
  const page = await context.newPage();
  await page.goto(`${product.url}/studio/system`);
  await expect(answer(page, 'Your tasks').getByText('Nothing waits.')).toBeVisible();
  await expect(answer(page, 'Your week').getByText('Nothing was made')).toBeVisible();
  await expect(page.getByText('One worker takes work; 0 of 1 slots are busy.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Drain/ })).toHaveCount(0);
  await context.close();
});

test('a server that is lost is said to be, with the time of what is shown', async ({ page }) => {
  await page.goto('/studio/system');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Everything works');
  await page.route('**/api/trpc/**', (route) => route.abort());
  await expect(page.getByText('The server can’t be reached; trying again.')).toBeVisible();
  await expect(page.getByText(/^As it was at /)).toBeVisible();
  await page.unroute('**/api/trpc/**');
  await expect(page.getByText(/^As it was at /)).toHaveCount(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('nothing is wider than the screen, in both languages', async ({ page, product }) => {
    for (const [language, title] of [
      ['en', 'Machines'],
      ['zh-CN', '机器'],
    ] as const) {
      const cookie = { name: 'mouthpiece_language', value: language, url: product.url };
      await page.context().addCookies([cookie]);
      await page.goto('/studio/system');
      await expect(answer(page, title).getByRole('button')).toBeVisible();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBe(0);
    }
  });
});
