import { runCommand } from './run-command.ts';

/** Deaths at every step, a day of use, thousands of damaged files: too long for every run of the tests. */
const { code } = await runCommand(
  ['vitest', 'run', '--project=soak', '--maxWorkers=1', ...process.argv.slice(2)],
  {
    show: true,
  },
);
process.exitCode = code ?? 1;
