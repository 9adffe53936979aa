import { expect, type Page } from '@playwright/test';
import { test as base } from './fixtures.ts';

/** `studio` is its page, opened; the test fails on any complaint in the console and on any request to elsewhere. */
export const test = base.extend<{ studio: Page }>({
  studio: async ({ page, product }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== product.url) complaints.push(request.url());
    });
    await page.goto('/');
    await use(page);
    expect(complaints).toEqual([]);
  },
});
