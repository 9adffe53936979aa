import { expect, type Locator, type Page } from '@playwright/test';
import { test } from './studio.ts';

const MAKING_MS = 60_000;

test('a portrait and a sentence become a video that plays in place', async ({ studio }) => {
  await expect(studio).toHaveURL(/\/studio$/);
  await studio.getByRole('radio', { name: 'Host' }).check({ force: true });
  await studio
    .getByLabel('Script', { exact: true })
    .last()
    .fill('Good morning. The shop opens at nine.');
  await studio.getByRole('button', { name: 'Make video' }).click();
  await expect(studio).toHaveURL(/\?task=task_/);
  await expectProgress(studio);

  const video = studio.getByLabel('Your video');
  await expect(video).toBeVisible({ timeout: MAKING_MS });
  await expectPlayable(studio, video);

  await studio.getByText('中文', { exact: true }).click();
  await expect(studio.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(studio.getByText('成片好了')).toBeVisible();
  await studio.reload();
  await expect(studio.getByText('成片好了')).toBeVisible();
  await studio.getByText('EN', { exact: true }).click();
  await expect(studio.locator('html')).toHaveAttribute('lang', 'en');
  await expect(studio.getByText('Your video is ready')).toBeVisible();
});

test('the whole way works from the keyboard', async ({ studio }) => {
  await studio.getByRole('radio', { name: 'Teacher' }).focus();
  await studio.keyboard.press('ArrowRight');
  await expect(studio.getByRole('radio', { name: 'Advisor' })).toBeChecked();
  await studio.getByPlaceholder('Type or paste the script here.').focus();
  await studio.keyboard.type('Hello.');
  await studio.getByRole('button', { name: 'Make video' }).focus();
  await studio.keyboard.press('Enter');
  await expect(studio.getByRole('progressbar')).toBeVisible();
  await studio.getByRole('button', { name: 'Cancel' }).focus();
  await studio.keyboard.press('Enter');
  await expect(studio.getByText('Cancelled.')).toBeVisible();
  await expect(studio.getByRole('button', { name: 'Make video' })).toBeEnabled();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true });

  test('a video is made with one thumb, and nothing is wider than the screen', async ({
    studio,
  }) => {
    await studio.getByRole('button', { name: 'Use a sample sentence' }).tap();
    await studio.getByRole('button', { name: 'Make video' }).tap();
    await expectProgress(studio);
    const video = studio.getByLabel('Your video');
    await expect(video).toBeInViewport({ timeout: MAKING_MS });
    await expectPlayable(studio, video);
    await expect(studio.getByRole('link', { name: 'Download' })).toBeVisible({
      timeout: MAKING_MS,
    });
    const overflow = await studio.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
});

/** Progress is seen at two values at least, the second further on. */
async function expectProgress(page: Page): Promise<void> {
  const value = async () =>
    Number((await page.getByRole('progressbar').getAttribute('aria-valuenow')) ?? 0);
  await expect.poll(value, { intervals: [50], timeout: MAKING_MS }).toBeGreaterThan(0);
  const first = await value();
  await expect
    .poll(
      async () => (await page.getByRole('progressbar').count()) === 0 || (await value()) > first,
      { intervals: [50], timeout: MAKING_MS },
    )
    .toBe(true);
}

/** The browser knows how long the video is; one without H.264 gets to see that it is an MP4 of some size. */
async function expectPlayable(page: Page, video: Locator): Promise<void> {
  const decodes = await page.evaluate(
    () => document.createElement('video').canPlayType('video/mp4; codecs="avc1.640028"') !== '',
  );
  if (decodes) {
    const duration = () => video.evaluate((element) => (element as HTMLVideoElement).duration || 0);
    await expect.poll(duration).toBeGreaterThan(0.5);
    return;
  }
  const url = await page.getByRole('link', { name: 'Download' }).getAttribute('href');
  const answer = await page.request.get(url ?? '');
  expect(answer.headers()['content-type']).toBe('video/mp4');
  expect((await answer.body()).subarray(4, 8).toString()).toBe('ftyp');
}
