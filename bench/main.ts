import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Claim } from './claim.ts';
import { measureDispatch } from './dispatch.ts';
import { measureFootageJob } from './footage.ts';
import { measurePageWeight } from './page-weight.ts';
import { measurePortrait } from './portrait.ts';
import { measureSlots } from './slot-times.ts';
import { measureStart } from './start.ts';
import { measureTaskList } from './task-list.ts';

const { values } = parseArgs({ options: { json: { type: 'string' } } });

const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  loadBefore: loadavg()[0] ?? 0,
};

const claims: Claim[] = [
  ...(await measurePortrait()),
  ...(await measureFootageJob()),
  ...(await measureSlots()),
  ...(await measureDispatch()),
  ...(await measurePageWeight()),
  ...(await measureStart()),
  ...(await measureTaskList()),
];

const show = (value: number) => (value >= 100 ? value.toFixed(0) : value.toFixed(2));
console.log(
  `${machine.cores} cores, ${machine.cpu}, Node ${machine.node}, load ${machine.loadBefore.toFixed(1)}\n`,
);
for (const { name, value, unit, target, holds, samples, spread, notes } of claims) {
  const due = 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
  const trust =
    spread === null
      ? `${samples} samples`
      : `${samples} samples, spread ${Math.round(spread * 100)} %`;
  console.log(
    `${holds ? 'holds' : 'FAILS'}  ${name.padEnd(20)} ${show(value).padStart(7)} ${unit.padEnd(3)} ${due.padEnd(7)} (${trust})`,
  );
  for (const note of notes) console.log(`         ${note}`);
}
if (values.json) await writeFile(values.json, JSON.stringify({ claims, machine }, null, 2));
process.exit(claims.every(({ holds }) => holds) ? 0 : 1);
