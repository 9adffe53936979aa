import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { check } from './check.ts';
import { environment } from './environment.ts';
import { findChromium } from './find-chromium.ts';
import { runCommand } from './run-command.ts';

type Outcome = { passed: number; failures: string[] };

/** Every test there is: static checks, then unit and integration, then journeys in a real browser. */
async function testEverything(): Promise<Outcome> {
  await using cleanup = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-results-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const chromium = await findChromium(console.log);
  const checks = await check();
  const vitest = await runVitest(join(folder, 'vitest.json'));
  const playwright = await runPlaywright(join(folder, 'playwright.json'), chromium);
  return [checks, vitest, playwright].reduce((all, { passed, failures }) => ({
    passed: all.passed + passed,
    failures: [...all.failures, ...failures],
  }));
}

async function runVitest(file: string): Promise<Outcome> {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const projects = ['--project=unit', '--project=integration'];
  const { code } = await runCommand(['vitest', 'run', ...projects, ...reporters], { show: true });
  const report = (await readReport(file)) as VitestReport | undefined;
  const failures = report?.testResults.flatMap(failuresOf) ?? [];
  return outcome('vitest', code, { passed: report?.numPassedTests, failures });
}

type VitestFile = {
  name: string;
  status: string;
  assertionResults: { status: string; fullName: string }[];
};
type VitestReport = { numPassedTests: number; testResults: VitestFile[] };

/** A file that failed as a whole, as in a hook, has no failed test to be named. */
function failuresOf({ name, status, assertionResults }: VitestFile): string[] {
  const file = relative(process.cwd(), name);
  const failed = assertionResults.filter((result) => result.status === 'failed');
  if (status === 'failed' && failed.length === 0) return [file];
  return failed.map(({ fullName }) => `${file} › ${fullName}`);
}

async function runPlaywright(file: string, chromium: string): Promise<Outcome> {
  const { code } = await runCommand(['playwright', 'test', '--reporter=list,json'], {
    env: { ...environment(), CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    show: true,
  });
  const report = (await readReport(file)) as PlaywrightReport | undefined;
  const specs = report?.suites.flatMap(specsOf) ?? [];
  const failures = specs
    .filter(({ tests }) => tests.some(({ status }) => /unexpected|flaky/.test(status)))
    .map(({ file, title }) => `e2e/${file} › ${title}`);
  return outcome('playwright', code, { passed: report?.stats.expected, failures });
}

type PlaywrightSpec = { file: string; title: string; tests: { status: string }[] };
type PlaywrightSuite = { specs: PlaywrightSpec[]; suites?: PlaywrightSuite[] };
type PlaywrightReport = { stats: { expected: number }; suites: PlaywrightSuite[] };

function specsOf({ specs, suites = [] }: PlaywrightSuite): PlaywrightSpec[] {
  return [...specs, ...suites.flatMap(specsOf)];
}

async function readReport(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}

/** A runner that failed without a failed test, as when a file can't be imported, counts as one failure. */
function outcome(
  runner: string,
  code: number,
  { passed = 0, failures }: { passed: number | undefined; failures: string[] },
): Outcome {
  const unnamed = code !== 0 && failures.length === 0;
  return { passed, failures: unnamed ? [`${runner} ended with ${code}`] : failures };
}

try {
  const { passed, failures } = await testEverything();
  for (const failure of failures) console.log(`FAILED ${failure}`);
  console.log(`\n${passed} passed, ${failures.length} failed`);
  process.exitCode = failures.length === 0 && passed > 0 ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
