import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { environment } from './environment.ts';
import { runCommand } from './run-command.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A browser for the end-to-end tests: the machine's, Playwright's, or one that is installed now. */
export async function findChromium(log: (line: string) => void): Promise<string> {
  const { CHROMIUM_PATH: chosen } = environment();
  if (chosen) {
    if (await runs(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH=${chosen} does not run.`);
  }
  const found = await findInstalled();
  if (found) return found;
  for (const install of [installFromPlaywright, installFromDebian]) {
    await install(log);
    const installed = await findInstalled();
    if (installed) return installed;
  }
  throw new Error(
    'The end-to-end tests need Chromium: install it (Debian: apt-get install chromium), or name one in CHROMIUM_PATH.',
  );
}

async function findInstalled(): Promise<string | undefined> {
  const folders = (environment().PATH ?? '').split(':').filter(Boolean);
  const system = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  for (const path of [...system, chromium.executablePath()]) {
    if ((await isExecutable(path)) && (await runs(path))) return path;
  }
  return undefined;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** A browser whose libraries are missing lies there and does not run. */
async function runs(path: string): Promise<boolean> {
  return (await runCommand([path, '--version'])).code === 0;
}

async function installFromPlaywright(log: (line: string) => void): Promise<void> {
  log('No Chromium here: asking Playwright for one …');
  await runCommand(['timeout', '180', 'playwright', 'install', 'chromium'], {
    env: { ...environment(), PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' },
  });
}

async function installFromDebian(log: (line: string) => void): Promise<void> {
  if (process.getuid?.() !== 0 || !(await isExecutable('/usr/bin/apt-get'))) return;
  log('No Chromium from Playwright: installing Debian’s package …');
  const env = { ...environment(), DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand(['apt-get', 'update', '-q'], { env });
  await runCommand(['apt-get', 'install', '-qy', '--no-install-recommends', 'chromium'], { env });
}
