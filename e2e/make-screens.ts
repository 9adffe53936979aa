import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import sharp from 'sharp';
import { findChromium } from '../bin/find-chromium.ts';
import { launch, type Product } from '../bin/launcher.ts';

/** Takes the pictures in docs/screens of every page. `next build`, then `node e2e/make-screens.ts`. */

const ROOT = join(import.meta.dirname, '..');
const DESKTOP = { name: 'desktop', width: 1280, height: 800, shownWidth: 720 };
const PHONE = { name: 'phone', width: 390, height: 844, shownWidth: 320 };
const LOOKS = [
  { language: 'en', theme: 'dark', screen: DESKTOP },
  { language: 'en', theme: 'light', screen: DESKTOP },
  { language: 'en', theme: 'light', screen: PHONE },
  { language: 'zh-CN', theme: 'dark', screen: DESKTOP },
  { language: 'zh-CN', theme: 'light', screen: DESKTOP },
  { language: 'zh-CN', theme: 'dark', screen: PHONE },
] as const;
type Look = (typeof LOOKS)[number];
const PAGES = {
  create: '',
  tasks: '/tasks',
  library: '/library',
  system: '/system',
  keys: '/keys',
};
const SCRIPTS = {
  en: 'Good morning, and welcome. Today we look at fire doors, and why they stay shut.',
  'zh-CN': '大家早上好，欢迎来到新员工培训。今天我们讲防火门，以及它为什么要一直关着。',
};
const LOADED_MS = 1_500;

const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-screens-'));
try {
  await using product = await launch({
    settings: { PORT: '0', LOG_LEVEL: 'warn', MOUTHPIECE_DATA_DIR: join(folder, 'data') },
    logFile: join(folder, 'log'),
    durable: false,
  });
  const browser = await chromium.launch({
    executablePath: await findChromium((line) => void process.stdout.write(`${line}\n`)),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  await fill(product);
  for (const look of LOOKS) await take(browser, product, look);
  await browser.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Something of everything: videos, a recording, a failure, one in the making and one behind it, files, keys. */
async function fill(product: Product): Promise<void> {
  const file = await sharp(join(ROOT, 'public/presenters/doctor.svg')).png().toBuffer();
  const form = new FormData();
  form.append('file', new File([new Uint8Array(file)], '宣传照.png', { type: 'image/png' }));
  await call(product, 'assets', form);
  const say = (text: string, image: string) => ({
    type: 'digital_human',
    input: { speech_text: text, image: `portrait:${image}` },
    options: { resolution: '480p' },
  });
  const tasks = [
    say(SCRIPTS.en, 'teacher'),
    say('欢迎来到新员工培训，今天我们讲安全须知。', 'host'),
    say('The shop opens at nine on Saturday.', 'elder'),
    { type: 'speech', input: { text: '大家好，今天下午三点开会。' } },
    { type: 'speech', input: { text: '!!!' } },
  ];
  for (const task of tasks) {
    let made = await call(product, 'tasks', JSON.stringify(task));
    while (made.completed_at === null) made = await call(product, `tasks/${made.id}?wait=30`);
  }
  const limits = { output_minutes_per_day: 60, stored_bytes: 5_000_000_000 };
  for (const key of [{ name: 'Learning platform', limits }, { name: '商城小程序' }]) {
    await call(product, 'keys', JSON.stringify(key));
  }
  const long = say(`${SCRIPTS.en} `.repeat(60), 'counsel');
  for (const task of [long, say(SCRIPTS['zh-CN'], 'trainer')]) {
    await call(product, 'tasks', JSON.stringify(task));
  }
}

async function call(
  { url, adminKey }: Product,
  path: string,
  body?: FormData | string,
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'X-API-Key': adminKey,
      ...(typeof body === 'string' && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function take(browser: Browser, { url }: Product, look: Look): Promise<void> {
  const { language, theme, screen } = look;
  const context = await browser.newContext({
    viewport: { width: screen.width, height: screen.height },
    isMobile: screen === PHONE,
    hasTouch: screen === PHONE,
    reducedMotion: 'reduce',
  });
  await context.addCookies([
    { name: 'mouthpiece_language', value: language, url },
    { name: 'mouthpiece_theme', value: theme, url },
  ]);
  await picture(context, { url: `${url}/studio/sign-in`, page: 'sign-in', look });
  const data = { operator: true };
  await context.request.post(`${url}/api/session`, { headers: { Origin: url }, data });
  for (const [page, path] of Object.entries(PAGES)) {
    await picture(context, { url: `${url}/studio${path}`, page, look });
  }
  await context.close();
}

async function picture(
  context: BrowserContext,
  { url, page: name, look }: { url: string; page: string; look: Look },
): Promise<void> {
  const page = await context.newPage();
  await page.goto(url);
  if (name === 'create') await page.locator('#script').fill(SCRIPTS[look.language]);
  await page.waitForTimeout(LOADED_MS);
  const { screen, theme } = look;
  const file = `${name}-${look.language.slice(0, 2)}-${theme}-${screen.name}.webp`;
  await sharp(await page.screenshot())
    .resize(screen.shownWidth)
    .webp({ quality: 62 })
    .toFile(join(ROOT, 'docs/screens', file));
  await page.close();
}
