import { expect, type Page } from '@playwright/test';
import type { Task } from '#/domain/task.ts';
import { makeOwnMedia, type OwnMedia } from './own-media.ts';
import { test } from './studio.ts';

const MAKING_MS = 100_000;

let own: OwnMedia;
test.beforeAll(async () => {
  own = await makeOwnMedia();
});
test.afterAll(async () => {
  await own?.[Symbol.asyncDispose]();
});

test('of two people in footage the second says a recording, chosen by the keyboard', async ({
  studio,
}) => {
  await studio.getByLabel('Choose a picture or footage of your own').setInputFiles(own.footage);
  await expect(studio.getByText('640 × 320')).toBeVisible();
  const second = studio.getByRole('radio', { name: 'Face 2 of 2' });
  await second.focus();
  await studio.keyboard.press('ArrowLeft');
  await expect(studio.getByRole('radio', { name: 'Face 1 of 2' })).toBeChecked();
  await studio.keyboard.press('ArrowRight');
  await expect(second).toBeChecked();
  await expect(studio.getByText('Head movement')).toHaveCount(0);
  await studio.getByText('Recording', { exact: true }).click();
  await studio.getByLabel('Choose a recording').setInputFiles(own.recording);
  await expect(studio.getByRole('button', { name: 'Play' })).toBeVisible();
  const make = studio.getByRole('button', { name: 'Make video' });
  await expect(make).not.toHaveAttribute('aria-disabled', 'true');
  await make.click();

  await expect(studio.getByText('Your video is ready')).toBeVisible({ timeout: MAKING_MS });
  const task = await taskOf(studio);
  expect(task).toMatchObject({ type: 'lipsync', status: 'completed' });
  expect(task.options.face).toMatchObject({ x: expect.any(Number) });
  const face = task.options.face as { x: number; width: number };
  expect(face.x + face.width / 2).toBeGreaterThan(0.5);
  expect(task.output).toMatchObject({ width: 640, height: 320 });
});

test('a picture without a face says so before anything is made', async ({ studio }) => {
  const svgless = await studio.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 320;
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  await studio.getByLabel('Choose a picture or footage of your own').setInputFiles({
    name: 'wall.png',
    mimeType: 'image/png',
    buffer: Buffer.from(svgless, 'base64'),
  });
  await expect(studio.getByText('No face in this picture')).toBeVisible();
  await expect(studio.getByText('Pick a picture with a face.')).toBeVisible();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a script is heard before it is rendered, drives the video, and the video plays while it is made', async ({
    studio,
  }) => {
    test.setTimeout(150_000);
    const script = 'Good morning, and welcome to our shop. '.repeat(3);
    await studio.getByLabel('Script', { exact: true }).last().fill(script);
    await studio.getByRole('button', { name: 'Listen' }).tap();
    const heard = studio.getByRole('region', { name: 'The script as it will sound' });
    await expect(heard).toBeVisible({ timeout: MAKING_MS });
    const played = () =>
      heard.locator('audio').evaluate((audio: HTMLAudioElement) => audio.currentTime);
    await expect.poll(played).toBeGreaterThan(0);
    await studio.getByRole('button', { name: 'Make video' }).tap();

    const preview = studio.locator('video[data-state="preview"]');
    const plays = await studio.evaluate(() =>
      MediaSource.isTypeSupported('video/mp4; codecs="avc1.640028,mp4a.40.2"'),
    );
    if (plays) {
      const seen = () => preview.evaluate((video: HTMLVideoElement) => video.currentTime);
      await expect.poll(seen, { intervals: [50], timeout: MAKING_MS }).toBeGreaterThan(0.1);
      await expect(studio.getByRole('slider', { name: /^Position in what is made/ })).toBeVisible();
      expect(await studio.getByText('Your video is ready').count()).toBe(0);
    }
    await expect(studio.getByText('Your video is ready')).toBeVisible({ timeout: MAKING_MS });
    const final = studio.getByLabel('Your video', { exact: true });
    await expect(final).toBeVisible();
    await expect(preview).toHaveCount(0);
    if (plays) {
      const { at, muted } = await final.evaluate((video: HTMLVideoElement) => ({
        at: video.currentTime,
        muted: video.muted,
      }));
      expect(at).toBeGreaterThan(0.1);
      expect(muted).toBe(false);
    }
    expect((await taskOf(studio)).input).toMatchObject({ audio: expect.stringMatching(/^asset_/) });
    await studio.getByRole('button', { name: 'Reuse this person' }).tap();
    await expect(studio.getByLabel('Script', { exact: true }).last()).toHaveValue('');
  });
});

async function taskOf(page: Page): Promise<Task> {
  const id = new URL(page.url()).searchParams.get('task');
  const answer = await page.request.get(`/api/v1/tasks/${id}`);
  return (await answer.json()) as Task;
}
