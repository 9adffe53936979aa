import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

test('a key is made, works, is rotated and revoked, and its use is seen', async ({
  page,
  product,
}) => {
  await page.goto('/studio');
  await page.getByRole('link', { name: 'Keys' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Keys');
  await expect(page.getByText('No system has a key yet')).toBeVisible();

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
  expect(await page.content()).not.toContain(first);
  await page.reload();
  await expect(row).toContainText('1 task');

  await row.getByRole('button', { name: 'Rotate' }).click();
  await page.getByRole('button', { name: 'Make a new secret' }).click();
  const second = await secret.inputValue();
  await page.keyboard.press('Escape');
  expect([await call(first), await call(second)]).toEqual([201, 201]);
  await expect(row).toContainText('the old secret works until');

  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: 'Revoke the key' }).click();
  await expect(row).toContainText('revoked on');
  await expect.poll(() => call(second)).toBe(401);
});
