import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Axe has nothing against the page as it stands, nor against the colours that it has in the other theme. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  expect([what, await violationsOf(new AxeBuilder({ page }))]).toEqual([what, []]);
  const before = await page.evaluate(() => document.documentElement.dataset.theme);
  const other = before === 'dark' ? 'light' : 'dark';
  await setTheme(page, other);
  const colours = new AxeBuilder({ page }).withRules('color-contrast');
  expect([what, other, await violationsOf(colours)]).toEqual([what, other, []]);
  await setTheme(page, before);
}

async function violationsOf(axe: AxeBuilder) {
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })),
  );
}

async function setTheme(page: Page, theme: string | undefined): Promise<void> {
  await page.evaluate((next) => {
    document.documentElement.dataset.theme = next;
  }, theme);
}
