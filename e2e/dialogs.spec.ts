import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { expectAccessible } from './accessibility.ts';
import { test } from './studio.ts';

for (const [size, viewport] of [
  ['desktop', { width: 1280, height: 800 }],
  ['phone', { width: 360, height: 740 }],
] as const) {
  test.describe(`on a ${size}`, () => {
    test.use({ viewport });

    test('what opens over a page is accessible, and gives the focus back', async ({ studio }) => {
      await keys(studio);
      await library(studio);
      await create(studio);
    });
  });
}

async function keys(page: Page): Promise<void> {
  await page.goto('/studio/keys');
  const name = `shop ${page.viewportSize()?.width}`;
  const create = page.getByRole('button', { name: 'New key' });
  await create.click();
  await page.getByText('Limits of its own').click();
  await expectDialog(page, 'New key');
  await page.keyboard.press('Escape');
  await expect(create).toBeFocused();
  await create.click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Make the key' }).click();
  await expectDialog(page, `The secret of ${name}`);
  await page.getByRole('button', { name: 'I have stored it' }).click();
  const row = page.getByRole('listitem').filter({ hasText: name });
  for (const action of ['Edit', 'Rotate', 'Revoke']) {
    const button = row.getByRole('button', { name: action });
    await button.click();
    await expectDialog(page, new RegExp(`${action}.* ${name}`));
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();
  }
}

async function library(page: Page): Promise<void> {
  await page.goto('/studio/library');
  await page.getByRole('button', { name: 'Add from URL' }).click();
  await expectDialog(page, 'Add a file from a URL');
  await page.keyboard.press('Escape');
  const name = `paper ${page.viewportSize()?.width}.png`;
  const buffer = await sharp({
    create: { width: 320, height: 240, channels: 3, background: '#8a4' },
  })
    .png()
    .toBuffer();
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles([{ name, mimeType: 'image/png', buffer }]);
  await page.getByRole('button', { name: new RegExp(`^${name}, Picture, details`) }).click();
  const details = page.getByRole('complementary', { name });
  await expect(details.getByText('320 × 240')).toBeVisible();
  await expectAccessible(page, 'details of a file');
  await details.getByRole('button', { name: 'Delete' }).click();
  await expectDialog(page, /^Delete/);
  await page.keyboard.press('Escape');
  await expect(details).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(details).toHaveCount(0);
}

async function create(page: Page): Promise<void> {
  await page.goto('/studio');
  await page.getByRole('button', { name: 'Use a sample sentence' }).click();
  await page.getByLabel('Captions').selectOption('burned');
  await page.getByRole('button', { name: 'Safe area and labels' }).click();
  await page.getByText('More', { exact: true }).click();
  await expect(page.getByLabel('Format')).toBeVisible();
  await expectAccessible(page, 'create with everything unfolded');
}

async function expectDialog(page: Page, name: string | RegExp): Promise<void> {
  await expect(page.getByRole('dialog', { name })).toBeVisible();
  await expectAccessible(page, String(name));
  const overflow = await page.evaluate(() => {
    const dialog = document.querySelector('dialog[open]');
    return dialog ? dialog.scrollWidth - dialog.clientWidth : 0;
  });
  expect([String(name), overflow]).toEqual([String(name), 0]);
}
