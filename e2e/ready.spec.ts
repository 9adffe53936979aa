import { expect } from '@playwright/test';
import { test } from './fixtures.ts';

test('a fresh Mouthpiece says that all its parts are ready', async ({ request }) => {
  const answer = await request.get('/api/v1/health/ready');
  expect(await answer.json()).toMatchObject({ status: 'ready' });
});
