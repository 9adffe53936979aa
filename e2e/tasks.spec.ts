import { expect, type Page } from '@playwright/test';
import type { Product } from '../bin/launcher.ts';
import { signIn } from './fixtures.ts';
import { test as base } from './studio.ts';

const MAKING_MS = 60_000;
const PAGE = '/studio/tasks';

/** A key that has made nothing yet, whatever other journeys have. */
const test = base.extend<object, { ownKey: string }>({
  ownKey: [
    async ({ product }, use) => {
      const answer = await post(
        product,
        { path: 'keys', key: product.adminKey },
        { name: 'tasks' },
      );
      await use(String((await answer.json()).secret));
    },
    { scope: 'worker' },
  ],
  context: async ({ context, product, ownKey }, use) => {
    await context.clearCookies();
    await signIn(context, product, { key: ownKey });
    await use(context);
  },
});

function post({ url }: Product, to: { path: string; key: string }, body: unknown) {
  return fetch(`${url}/api/v1/${to.path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': to.key },
    body: JSON.stringify(body),
  });
}

async function speak(product: Product, key: string, text: string): Promise<void> {
  const body = { type: 'speech', input: { text } };
  expect((await post(product, { path: 'tasks', key }, body)).status).toBe(201);
}

const rows = (page: Page) => page.getByRole('list', { name: 'Tasks' }).getByRole('listitem');
const row = (page: Page, name: string) => rows(page).filter({ hasText: name });
const opener = (page: Page, name: string) =>
  page.getByRole('button', { name: `${name}, details`, exact: true });

test.describe.configure({ mode: 'serial' });

test('the first task is one click away, is seen while it is made, and plays in place', async ({
  studio,
}) => {
  await studio.goto(PAGE);
  await expect(studio.getByRole('heading', { name: 'Nothing made yet' })).toBeVisible();
  await studio.getByRole('button', { name: 'Make a sample' }).click();
  const sample = row(studio, 'This is a sample');
  await expect(sample.getByRole('progressbar')).toBeVisible();
  await expect(sample.getByText(/^Done · 0:0\d$/)).toBeVisible({ timeout: MAKING_MS });
  await sample.getByRole('button', { name: /details$/ }).click();
  await expect(studio).toHaveURL(/open=task_/);
  await expect(sample.locator('video[controls]')).toHaveAttribute('src', /\/content\?exp=/);
  await expect(sample.getByText('Done', { exact: true })).toBeVisible();
  const file = studio.waitForEvent('download');
  await sample.getByRole('link', { name: 'Download' }).click();
  expect((await file).suggestedFilename()).toMatch(/\.mp4$/);
  await expect(sample.getByRole('link', { name: 'Make again' })).toHaveAttribute(
    'href',
    /^\/studio\?from=task_/,
  );
  await studio.reload();
  await expect(sample.locator('video[controls]')).toBeVisible();
});

test('tasks made elsewhere appear by themselves; filters and search live in the address', async ({
  studio,
  product,
  ownKey,
}) => {
  await studio.goto(PAGE);
  await expect(rows(studio)).toHaveCount(1);
  await speak(product, ownKey, 'The blue bus leaves at noon.');
  await speak(product, ownKey, '!!!');
  await expect(row(studio, 'The blue bus')).toContainText('Done');
  await expect(row(studio, '!!!')).toContainText('Failed');

  await studio.getByRole('radio', { name: /^Failed/ }).click({ force: true });
  await expect(studio).toHaveURL(/status=failed/);
  await expect(rows(studio)).toHaveCount(1);
  await opener(studio, '!!!').click();
  await expect(studio.getByText('Write it in words.')).toBeVisible();
  await studio.getByRole('radio', { name: /^All/ }).click({ force: true });
  await studio.getByRole('searchbox').fill('BLUE bus');
  await expect(studio).toHaveURL(/q=BLUE/);
  await expect(rows(studio)).toHaveCount(1);
  await studio.reload();
  await expect(studio.getByRole('searchbox')).toHaveValue('BLUE bus');
  await expect(rows(studio)).toHaveCount(1);
  await studio.getByRole('searchbox').fill('nothing of the kind');
  await studio.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rows(studio)).toHaveCount(3);
});

test('a link opens its task whatever the list shows, and says where there is none any more', async ({
  studio,
}) => {
  await studio.goto(PAGE);
  await opener(studio, 'The blue bus leaves at noon.').click();
  const id = new URL(studio.url()).searchParams.get('open');
  await studio.goto(`${PAGE}?status=failed&open=${id}`);
  const linked = studio.getByRole('region', { name: 'From the link' });
  await expect(linked.locator('audio')).toBeVisible();
  await expect(linked.getByText(/^Started on /)).toBeVisible();
  await expect(rows(studio)).toHaveCount(1);
  await opener(studio, '!!!').click();
  await expect(linked).toHaveCount(0);
  await studio.goto(`${PAGE}?open=${id}`);
  await expect(row(studio, 'The blue bus').locator('audio')).toBeVisible();
  await expect(linked).toHaveCount(0);
});

test('rows are walked and opened by keyboard, and many are deleted at once', async ({ studio }) => {
  await studio.goto(PAGE);
  await opener(studio, '!!!').focus();
  await studio.keyboard.press('ArrowDown');
  await expect(opener(studio, 'The blue bus leaves at noon.')).toBeFocused();
  await studio.keyboard.press('End');
  await studio.keyboard.press('Enter');
  await expect(row(studio, 'This is a sample').locator('video[controls]')).toBeVisible();
  await studio.keyboard.press('Enter');
  await studio.keyboard.press('Home');
  await expect(opener(studio, '!!!')).toBeFocused();

  await row(studio, '!!!').getByRole('checkbox').check();
  await row(studio, 'The blue bus').getByRole('checkbox').check();
  const bar = studio.getByRole('region', { name: '2 selected' });
  await bar.getByRole('button', { name: 'Delete' }).click();
  await expect(bar.getByText(/^Delete 2 tasks/)).toBeVisible();
  await bar.getByRole('button', { name: 'Delete' }).click();
  await expect(rows(studio)).toHaveCount(1);
  await expect(bar).toHaveCount(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('tasks are cards that open under the thumb, in Chinese as in English', async ({
    studio,
    product,
    ownKey,
  }) => {
    await studio.goto(PAGE);
    await speak(product, ownKey, '第二课：如何交接班。');
    await expect(row(studio, '第二课')).toContainText('Done');
    await studio.getByText('中文', { exact: true }).tap();
    await expect(studio.getByRole('heading', { name: '任务', level: 1 })).toBeVisible();
    const card = studio.getByRole('list', { name: '任务列表' }).getByRole('listitem').first();
    await card.getByRole('button', { name: '第二课：如何交接班。，详情' }).tap();
    await expect(card.locator('audio')).toBeVisible();
    await card.getByRole('button', { name: '删除' }).tap();
    await card.getByRole('button', { name: '删除' }).tap();
    await expect(studio.getByText('第二课')).toHaveCount(0);
    const overflow = await studio.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
});
