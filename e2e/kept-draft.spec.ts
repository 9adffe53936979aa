import { expect, type Page } from '@playwright/test';
import { signIn } from './fixtures.ts';
import { makeOwnMedia } from './own-media.ts';
import { test } from './studio.ts';

const SCRIPT = 'The lift is out of order until Friday.';

async function write(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Advisor' }).check({ force: true });
  await script(page).fill(SCRIPT);
  await page.getByLabel('Captions').selectOption('srt');
}

async function expectKept(page: Page): Promise<void> {
  await expect(script(page)).toHaveValue(SCRIPT);
  await expect(page.getByRole('radio', { name: 'Advisor' })).toBeChecked();
  await expect(page.getByLabel('Captions')).toHaveValue('srt');
}

const script = (page: Page) => page.getByPlaceholder('Type or paste the script here.');

test('what was chosen outlives other places and a reload, and one can begin anew and think again', async ({
  studio,
}) => {
  await write(studio);
  await studio.getByRole('link', { name: 'Tasks' }).click();
  await expect(studio.getByRole('heading', { name: 'Tasks' })).toBeVisible();
  await studio.getByRole('link', { name: 'Create' }).click();
  await expectKept(studio);
  await studio.reload();
  await expectKept(studio);

  await studio.getByRole('button', { name: 'Start over' }).click();
  await expect(script(studio)).toHaveValue('');
  await expect(studio.getByRole('radio', { name: 'Teacher' })).toBeChecked();
  await studio.getByRole('button', { name: 'Bring it back' }).click();
  await expectKept(studio);
  await studio.getByRole('button', { name: 'Start over' }).click();
  await studio.reload();
  await expect(script(studio)).toHaveValue('');
});

test('signing out in one tab leaves neither words nor files to whoever comes next, in any tab', async ({
  page: studio,
  product,
}) => {
  await using own = await makeOwnMedia();
  await studio.goto('/studio');
  await write(studio);
  const network = await studio.context().newCDPSession(studio);
  await network.send('Network.emulateNetworkConditions', {
    ...{ offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: 1_200_000 },
  });
  await studio.getByLabel('Choose a picture or footage of your own').setInputFiles(own.large.path);
  await expect(studio.locator('#stage').getByRole('progressbar')).toBeVisible();
  await expect.poll(() => keptFiles(studio)).toBe(1);

  const other = await studio.context().newPage();
  await other.goto(`${product.url}/studio/tasks`);
  await studio.getByRole('button', { name: /^Sign out/ }).click();
  await expect(studio.getByText('A file is still being sent.', { exact: false })).toBeVisible();
  await studio.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  for (const page of [studio, other]) await expect(page).toHaveURL(/\/studio\/sign-in/);
  expect(await keptFiles(studio)).toBe(0);

  await signIn(studio.context(), product);
  await studio.goto('/studio');
  await expect(studio.getByRole('radio', { name: 'Teacher' })).toBeChecked();
  await expect(script(studio)).toHaveValue('');
  await expect(studio.getByRole('button', { name: 'Uploads' })).toHaveCount(0);
});

test('a video goes on while another is begun, and is on the stage again for whoever comes back', async ({
  studio,
}) => {
  await script(studio).fill(`${SCRIPT} `.repeat(20));
  await studio.getByRole('button', { name: 'Make video' }).click();
  await expect(studio.getByRole('progressbar')).toBeVisible();
  await studio.getByRole('link', { name: 'Library' }).click();
  await expect(studio.getByRole('heading', { name: 'Library' })).toBeVisible();
  await studio.getByRole('link', { name: 'Create' }).click();
  await expect(studio).toHaveURL(/\?task=task_/);
  await studio.getByRole('button', { name: 'Make another meanwhile' }).click();
  await expect(script(studio)).toBeEditable();
  await expect(script(studio)).toHaveValue('');
  await studio.getByRole('link', { name: 'Tasks' }).click();
  const first = studio.getByRole('listitem').filter({ hasText: SCRIPT }).first();
  await first.getByRole('button', { name: /details$/ }).click();
  await first.getByRole('button', { name: 'Cancel' }).click();
  await expect(first).toContainText('Cancelled');
});

/** How many files the browser keeps for uploads that are not over. */
function keptFiles(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('mouthpiece-upload-files');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const counting = opening.result.transaction('files').objectStore('files').count();
          counting.onsuccess = () => {
            opening.result.close();
            resolve(counting.result);
          };
        };
      }),
  );
}
