import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

test('a key is made, works, is rotated and revoked, and its use is seen', async ({
  page,
  product,
}) => {
  await page.goto('/studio');
  await page.getByRole('link', { name: 'Keys' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Keys');

  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByLabel('Name').fill('learning platform');
  await page.getByText('Limits of its own').click();
  await page.getByLabel('Minutes of video a day').fill('90');
  await page.getByRole('button', { name: 'Make the key' }).click();
  const secret = page.getByLabel('Secret', { exact: true });
  const first = await secret.inputValue();
  expect(first).toMatch(/^mp_live_[\w-]{43}$/);
  const call = (key: string) =>
    fetch(`${product.url}/api/v1/tasks`, {
      method: 'POST',
      headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
      body: JSON.stringify({ type: 'speech', input: { text: 'Hello.' } }),
    }).then(({ status }) => status);
  expect(await call(first)).toBe(201);
  await page.getByRole('button', { name: 'I have stored it' }).click();

  const row = page.getByRole('listitem').filter({ hasText: 'learning platform' });
  await expect(row).toContainText('Makes videos');
  await expect(row).toContainText('90 min a day');
  await row.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Minutes of video a day').fill('45');
  await page.getByLabel('Stored files, GB').fill('2.5');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(row).toContainText('45 min a day');
  await expect(row).toContainText('2.5 GB stored at most');
  expect(await page.content()).not.toContain(first);
  await page.reload();
  await expect(row).toContainText('1 task');

  await row.getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  const second = await secret.inputValue();
  await page.keyboard.press('Escape');
  expect([await call(first), await call(second)]).toEqual([201, 201]);
  await expect(row).toContainText('the old secret works until');

  await row.getByRole('button', { name: 'Show callback secret' }).click();
  const signing = await secret.inputValue();
  expect(signing).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  await expect(page.getByText('The previous secret signs too until')).toBeVisible();
  expect(await secret.inputValue()).not.toBe(signing);
  await page.getByRole('button', { name: 'Done' }).click();

  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: 'Revoke the key' }).click();
  await expect(row).toContainText('revoked on');
  await expect.poll(() => call(second)).toBe(401);
});

test('however many keys there are, all can be reached', async ({ page, product }) => {
  const create = (name: string) =>
    fetch(`${product.url}/api/v1/keys`, {
      method: 'POST',
      headers: { 'X-API-Key': product.adminKey, 'Content-Type': 'application/json' },
      body: JSON.stringify({ name }),
    });
  await create('the oldest of many');
  for (let ten = 0; ten < 10; ten++) {
    await Promise.all(Array.from({ length: 10 }, (_, i) => create(`system ${ten * 10 + i}`)));
  }
  await page.goto('/studio/keys');
  const oldest = page.getByRole('heading', { name: 'the oldest of many' });
  await expect(page.getByRole('heading', { name: 'system 99', exact: true })).toBeVisible();
  await expect(oldest).toHaveCount(0);
  await page.getByRole('button', { name: 'Show more keys' }).click();
  await expect(oldest).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show more keys' })).toHaveCount(0);
});
