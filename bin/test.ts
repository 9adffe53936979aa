import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from './check.ts';
import { environment } from './environment.ts';
import { findChromium } from './find-chromium.ts';
import { runCommand } from './run-command.ts';

type Tally = { passed: number; failed: number };

/** Every test there is: static checks, then unit and integration, then journeys in a real browser. */
async function testEverything(): Promise<Tally> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-results-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const chromium = await findChromium(console.log);
  const checks = await check();
  const vitest = await runVitest(join(folder, 'vitest.json'));
  const playwright = await runPlaywright(join(folder, 'playwright.json'), chromium);
  return [checks, vitest, playwright].reduce((sum, { passed, failed }) => ({
    passed: sum.passed + passed,
    failed: sum.failed + failed,
  }));
}

async function runVitest(file: string): Promise<Tally> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const projects = ['--project=unit', '--project=integration'];
  const { code } = await runCommand(['vitest', 'run', ...projects, ...reporters], { show: true });
  const report = (await readReport(file)) as VitestReport | undefined;
  const broken = report?.testResults.filter(isBroken).length ?? 0;
  return tally(code, report?.numPassedTests, (report?.numFailedTests ?? 0) + broken);
}

type VitestFile = { status: string; assertionResults: { status: string }[] };
type VitestReport = { numPassedTests: number; numFailedTests: number; testResults: VitestFile[] };

/** A file that failed as a whole, as in a hook, has no failed test to be counted. */
function isBroken({ status, assertionResults }: VitestFile): boolean {
  return status === 'failed' && !assertionResults.some((result) => result.status === 'failed');
}

async function runPlaywright(file: string, chromium: string): Promise<Tally> {
  const { code } = await runCommand(['playwright', 'test', '--reporter=list,json'], {
    env: { ...environment(), CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    show: true,
  });
  const report = (await readReport(file)) as
    | { stats: { expected: number; unexpected: number; flaky: number } }
    | undefined;
  return tally(
    code,
    report?.stats.expected,
    (report?.stats.unexpected ?? 0) + (report?.stats.flaky ?? 0),
  );
}

async function readReport(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** A runner that failed without a failed test, as when a file can't be imported, counts as one failure. */
function tally(code: number, passed = 0, failed = 0): Tally {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

try {
  const { passed, failed } = await testEverything();
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
