import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '..');
const page = readFileSync(join(ROOT, 'LICENCES.md'), 'utf8');
const COPYLEFT = /GPL|MPL|EPL|CDDL|CC-BY|SSPL|BUSL/;

type Lock = { packages: Record<string, { dev?: boolean; devOptional?: boolean }> };

function licenceOf(path: string): { name: string; licence: string } {
  const { name, license, licenses } = JSON.parse(
    readFileSync(join(ROOT, path, 'package.json'), 'utf8'),
  ) as { name: string; license?: string; licenses?: { type: string }[] };
  return { name, licence: license ?? licenses?.map(({ type }) => type).join(' AND ') ?? '' };
}

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
const installed = Object.entries(lock.packages)
  .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
  .filter(([path]) => existsSync(join(ROOT, path, 'package.json')))
  .map(([path]) => licenceOf(path));

describe('the page of licences', () => {
  test('names every package that the product depends on, under its licence', () => {
    expect(installed.length).toBeGreaterThan(100);
    for (const name of Object.keys(packageJson.dependencies)) {
      const { licence } = licenceOf(`node_modules/${name}`);
      const row = page
        .split('\n')
        .find((line) => line.startsWith('|') && line.includes(licence) && line.includes(name));
      expect(row, `${name}: ${licence}`).toBeDefined();
    }
  });

  test('names every installed part under a licence that asks for more than its name', () => {
    const strict = installed.filter(({ licence }) => COPYLEFT.test(licence));
    expect(strict.map(({ name }) => name)).toContain('@echogarden/espeak-ng-emscripten');
    for (const { name, licence } of strict) {
      const row = page.split('\n').find((line) => line.includes(`\`${name}\``));
      expect(row, `${name}: ${licence}`).toContain(licence);
    }
  });

  test('names every licence there is', () => {
    for (const { name, licence } of installed) {
      const parts = licence.split(/\s+(?:AND|OR|and)\s+|[()]/).filter(Boolean);
      const known = parts.some((part) => page.includes(part));
      expect(known || licence === '', `${name}: ${licence}`).toBe(true);
    }
  });

  test('says of FFmpeg what its build says of itself', () => {
    const addon = readFileSync(join(ROOT, 'node_modules/@seydx/node-av-linux-x64/node-av.node'));
    for (const option of ['--enable-gpl', '--enable-version3']) {
      expect(addon.includes(option), option).toBe(true);
      expect(page).toContain(option);
    }
  });
});
