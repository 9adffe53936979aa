import { type Browser, expect, type Page } from '@playwright/test';
import type { Product } from '../bin/launcher.ts';
import { PLACES } from '../src/ui/shell/places.ts';
import { expectAccessible } from './accessibility.ts';
import { signIn, test } from './fixtures.ts';

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

/** Every two of language, theme and screen meet; every page is looked at in the other theme as well. */
const LOOKS = [
  { language: 'en', theme: 'dark', viewport: DESKTOP },
  { language: 'en', theme: 'light', viewport: PHONE },
  { language: 'zh-CN', theme: 'light', viewport: DESKTOP },
  { language: 'zh-CN', theme: 'dark', viewport: PHONE },
] as const;
type Look = (typeof LOOKS)[number];

const PATHS = ['/studio/sign-in', ...PLACES.map(({ href }) => href)];

for (const look of LOOKS) {
  const { language, theme, viewport } = look;
  test(`every page is accessible, fits and keeps its policy: ${language}, ${theme}, ${viewport.width} px`, async ({
    browser,
    product,
  }) => {
    const page = await openPage(browser, product, look);
    for (const path of PATHS) {
      if (path === PATHS[1]) await signIn(page.context(), product);
      const answer = await page.goto(product.url + path);
      expect([path, answer?.status()]).toEqual([path, 200]);
      expect(answer?.headers()['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
      await page.waitForLoadState('networkidle');
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      await expectAccessible(page, path);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([path, overflow]).toEqual([path, 0]);
      expect([path, await page.evaluate(() => window.refused)]).toEqual([path, []]);
    }
    await page.context().close();
  });
}

declare global {
  interface Window {
    /** What the content security policy refused. */
    refused: string[];
  }
}

async function openPage(browser: Browser, product: Product, look: Look): Promise<Page> {
  const context = await browser.newContext({
    viewport: look.viewport,
    isMobile: look.viewport === PHONE,
    hasTouch: look.viewport === PHONE,
    reducedMotion: 'reduce',
  });
  await context.addCookies([
    { name: 'mouthpiece_language', value: look.language, url: product.url },
    { name: 'mouthpiece_theme', value: look.theme, url: product.url },
  ]);
  await context.addInitScript(() => {
    window.refused = [];
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      window.refused.push(`${violatedDirective} ${blockedURI}`);
    });
  });
  return context.newPage();
}
