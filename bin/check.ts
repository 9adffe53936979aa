import { type CommandResult, runCommand } from './run-command.ts';

type Check = { name: string; command: [string, ...string[]] };

const FOLDERS = ['src', 'worker', 'bin', 'bench', 'prisma', 'test', 'e2e'];

const CHECKS: Check[] = [
  { name: 'types', command: ['node', 'node_modules/typescript7/bin/tsc', '--noEmit'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings'] },
  {
    name: 'boundaries',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', '--no-cache', ...FOLDERS],
  },
  { name: 'unused code', command: ['knip', '--no-progress'] },
];

/** Every static check, side by side; prints a line for each and, of those that fail, what they said. */
export async function check(): Promise<{ passed: number; failures: string[] }> {
  const results = await Promise.all(
    CHECKS.map(async ({ name, command }) => ({
      name,
      ok: report(name, await runCommand(command)),
    })),
  );
  const failures = results.flatMap(({ name, ok }) => (ok ? [] : [name]));
  return { passed: results.length - failures.length, failures };
}

function report(name: string, { code, output, elapsedMs }: CommandResult): boolean {
  if (code !== 0) console.log(output.trimEnd());
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${(elapsedMs / 1000).toFixed(1)} s)`);
  return code === 0;
}

if (import.meta.main && (await check()).failures.length > 0) process.exitCode = 1;
