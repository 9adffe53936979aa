import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

test('the first visit takes one click to the studio, and signing out closes it again', async ({
  browser,
  product,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${product.url}/`);
  await expect(page).toHaveURL(/\/studio\/sign-in\?to=%2Fstudio$/);
  await page.getByRole('button', { name: 'Continue as the operator of this machine' }).click();
  await expect(page).toHaveURL(`${product.url}/studio`);
  await expect(page.getByRole('link', { name: 'Create' })).toHaveAttribute('aria-current', 'page');
  const [cookie] = (await context.cookies()).filter(({ name }) => /session/.test(name));
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);

  await page.getByRole('button', { name: 'Sign out (first admin)' }).click();
  await expect(page).toHaveURL(/\/studio\/sign-in$/);
  await page.goto(`${product.url}/studio?task=task_01kb8n5v6x3m9q2w7r4t1y0z8c`);
  await expect(page).toHaveURL(/sign-in\?to=/);
  await context.close();
});

test('elsewhere a key opens the page that was asked for; a wrong one says so', async ({
  browser,
  product,
}) => {
  const context = await browser.newContext({ extraHTTPHeaders: { Via: '1.1 proxy' } });
  const page = await context.newPage();
  await page.goto(`${product.url}/studio?from=mail`);
  await expect(page.getByRole('button', { name: 'Continue as the operator' })).toHaveCount(0);
  await page.getByLabel('Key', { exact: true }).fill('mp_live_nonsense');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'not known here' })).toBeVisible();
  await page.getByLabel('Key', { exact: true }).fill(product.adminKey);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${product.url}/studio?from=mail`);
  await expect(page.getByRole('radio', { name: 'Teacher' })).toBeChecked();
  await context.close();
});

test('a session that ends under a page says so, and the page keeps what was typed', async ({
  browser,
  product,
}) => {
  const api = (method: string, path: string, body?: object) =>
    fetch(`${product.url}/api/v1/keys${path}`, {
      method,
      headers: { 'X-API-Key': product.adminKey, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    }).then((answer) => answer.json());
  const key = await api('POST', '', { name: 'colleague' });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${product.url}/studio`);
  await page.getByLabel('Key', { exact: true }).fill(key.secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByPlaceholder('Type or paste the script here.').fill('Good morning.');
  await expect(page.getByRole('link', { name: 'Keys' })).toHaveCount(0);
  await expect(page.getByText('You are signed out')).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'Teacher' })).toBeChecked();
  await expect(page.getByRole('button', { name: 'Make video' })).toBeEnabled();

  await api('DELETE', `/${key.id}`);
  const tasks = `${product.url}/api/v1/tasks`;
  await expect.poll(async () => (await context.request.get(tasks)).status()).toBe(401);
  await page.getByRole('button', { name: 'Make video' }).click();
  await expect(page.getByText('You are signed out')).toBeVisible();
  await expect(page.getByPlaceholder('Type or paste the script here.')).toHaveValue(
    'Good morning.',
  );
  await context.close();
});
