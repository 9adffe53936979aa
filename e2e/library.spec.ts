import { expect, type Page } from '@playwright/test';
import sharp from 'sharp';
import { test as base } from './studio.ts';

/** `library` is its page, emptied and opened. */
const test = base.extend<{ library: Page }>({
  library: async ({ studio, product }, use) => {
    // The page that is open shows pictures which now go.
    await studio.goto('about:blank');
    const listed = await studio.request.get(`${product.url}/api/v1/assets?limit=100`);
    const { data } = (await listed.json()) as { data: { id: string }[] };
    const headers = { Origin: product.url };
    if (data.length > 0) {
      const ids = data.map(({ id }) => id);
      await studio.request.post(`${product.url}/api/v1/assets/delete`, { data: { ids }, headers });
    }
    await studio.goto('/studio/library');
    await use(studio);
  },
});

const picture = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();

async function bring(page: Page): Promise<void> {
  await page.locator('input[type=file][multiple]').setInputFiles([
    { name: '讲师 正面.png', mimeType: 'image/png', buffer: await picture(300, 400, '#446') },
    { name: 'wide.png', mimeType: 'image/png', buffer: await picture(640, 360, '#a64') },
  ]);
  await expect(tile(page, '讲师 正面.png')).toBeVisible();
  await expect(tile(page, 'wide.png')).toBeVisible();
}

const tile = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${name}, Picture, details`) });

test('files are brought, found, looked at, kept for less long, put to use and thrown away', async ({
  library,
}) => {
  await expect(library.getByText('Nothing here yet')).toBeVisible();
  await bring(library);

  await library.getByLabel('Search').fill('正面');
  await expect(tile(library, 'wide.png')).toBeHidden();
  await expect(library).toHaveURL(/q=/);
  await library.getByText('Results', { exact: true }).click();
  await expect(library.getByText('No file fits')).toBeVisible();
  await library.getByRole('button', { name: 'Show everything' }).click();

  await tile(library, '讲师 正面.png').click();
  const details = library.getByRole('complementary', { name: '讲师 正面.png' });
  await expect(details.getByText('300 × 400')).toBeVisible();
  const kept = details.locator('dd').last();
  const before = await kept.textContent();
  await details.getByLabel('Keep for').selectOption('1');
  await details.getByRole('button', { name: 'Change' }).click();
  await expect(kept).not.toHaveText(before ?? '');
  await expect(details.getByRole('link', { name: 'Use in Create' })).toHaveAttribute(
    'href',
    /^\/studio\?picture=asset_/,
  );
  await library.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(tile(library, '讲师 正面.png')).toBeFocused();

  await library.getByLabel('Select 讲师 正面.png').check();
  await library.getByLabel('Select wide.png').check();
  await expect(library.getByText(/^2 selected/)).toBeVisible();
  await library.getByRole('button', { name: 'Delete' }).click();
  await library.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(library.getByText('Nothing here yet')).toBeVisible();
});

test('files are dropped anywhere', async ({ library }) => {
  const buffer = (await picture(320, 240, '#284')).toString('base64');
  const files = await library.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    const content = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([content], 'dropped.png', { type: 'image/png' }));
    return transfer;
  }, buffer);
  const veil = library.getByText('Drop to add to the library');
  await library.dispatchEvent('body', 'dragover', { dataTransfer: files });
  await expect(veil).toBeVisible();
  await library.dispatchEvent('body', 'dragleave', { dataTransfer: files });
  await expect(veil).toHaveCount(0);
  await library.dispatchEvent('body', 'dragover', { dataTransfer: files });
  await library.dispatchEvent('body', 'drop', { dataTransfer: files });
  await expect(veil).toHaveCount(0);
  await expect(tile(library, 'dropped.png')).toBeVisible();
});

test('an address that is not public is fetched by nobody, and the file says why', async ({
  library,
}) => {
  await library.getByRole('button', { name: 'Add from URL' }).click();
  await library.getByRole('textbox', { name: 'URL' }).fill('http://127.0.0.1:9/private.mp4');
  await library.getByRole('button', { name: 'Fetch', exact: true }).click();
  const details = library.getByRole('complementary', { name: 'private.mp4' });
  await expect(details.getByText('only public http and https addresses')).toBeVisible();
  await expect(library.getByText('Can’t be used').first()).toBeVisible();
});

test('a sample is one click away and plays', async ({ library }) => {
  await library.getByRole('button', { name: 'Make a sample' }).click();
  await expect(library.getByText('Making a sample')).toBeVisible();
  const made = library.getByRole('button', { name: /Video, .*details$/ });
  await expect(made).toBeVisible({ timeout: 60_000 });
  await library.emulateMedia({ reducedMotion: 'no-preference' });
  await made.hover();
  await expect(made.locator('video')).toBeVisible();
  await library.mouse.move(0, 0);
  await expect(made.locator('video')).toHaveCount(0);
  await library.emulateMedia({ reducedMotion: 'reduce' });
  await made.click();
  const video = library.locator('aside video');
  await video.evaluate((element: HTMLVideoElement) => element.play());
  await expect
    .poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime))
    .toBeGreaterThan(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('the grid fits, and details open over it', async ({ library }) => {
    await bring(library);
    const overflow = () =>
      library.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    expect(await overflow()).toBeLessThanOrEqual(0);
    await tile(library, 'wide.png').tap();
    const details = library.getByRole('complementary', { name: 'wide.png' });
    await expect(details.getByRole('link', { name: 'Use in Create' })).toBeInViewport();
    expect(await overflow()).toBeLessThanOrEqual(0);
    await details.getByRole('button', { name: 'Close' }).tap();
    await library.getByLabel('Select wide.png').check();
    await library.getByRole('button', { name: 'Delete' }).tap();
    await expect(library.getByRole('dialog', { name: 'Delete this file?' })).toBeVisible();
    await library.getByRole('button', { name: 'Keep', exact: true }).tap();
    await expect(library.getByText(/^1 selected/)).toBeVisible();
  });
});
