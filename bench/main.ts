import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { runProgram } from '../bin/say-failure.ts';
import type { Claim } from './claim.ts';
import { measureDispatch } from './dispatch.ts';
import { measureFootageJob } from './footage.ts';
import { measurePageWeight } from './page-weight.ts';
import { measurePortrait } from './portrait.ts';
import { measureSlots } from './slot-times.ts';
import { measureStart } from './start.ts';
import { measureStatus } from './status.ts';
import { measureTaskList } from './task-list.ts';
import { measureUpload } from './upload.ts';

type Group = { measure: () => Promise<Claim[]>; promises: string[] };

/** What is measured together, and the claims that must come of it. */
const GROUPS: Record<string, Group> = {
  portrait: { measure: measurePortrait, promises: ['portrait.realtime', 'job.overLimit'] },
  footage: {
    measure: measureFootageJob,
    promises: ['video720.realtime', 'preview.firstPlayableS'],
  },
  slots: {
    measure: measureSlots,
    promises: ['cancel.p99Ms', 'second.sameAvatar', 'memory.lengthRatio'],
  },
  dispatch: { measure: measureDispatch, promises: ['dispatch.p50Ms', 'dispatch.p99Ms'] },
  status: {
    measure: measureStatus,
    promises: ['status.vsBare', 'status.under2000Pollers.p99Ms'],
  },
  upload: { measure: measureUpload, promises: ['upload.vsRaw', 'upload.rssMb'] },
  page: { measure: measurePageWeight, promises: ['page.create.overBareNextKb'] },
  start: { measure: measureStart, promises: ['start.readyS'] },
  tasks: { measure: measureTaskList, promises: [] },
};

const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  loadBefore: loadavg()[0] ?? 0,
};

await runProgram(async () => {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'string' } },
    allowPositionals: true,
  });
  const claims: Claim[] = [];
  for (const name of chosen(positionals)) claims.push(...(await measureGroup(name)));
  print(claims);
  if (values.json) await writeFile(values.json, JSON.stringify({ claims, machine }, null, 2));
  if (!claims.every(({ holds }) => holds)) process.exitCode = 1;
});
process.exit();

function chosen(names: string[]): string[] {
  const unknown = names.find((name) => !Object.hasOwn(GROUPS, name));
  if (unknown === undefined) return names.length > 0 ? names : Object.keys(GROUPS);
  throw new Error(`There is no group ${unknown}; there are ${Object.keys(GROUPS).join(', ')}`);
}

async function measureGroup(name: string): Promise<Claim[]> {
  const { measure, promises } = GROUPS[name] as Group;
  const startedAt = performance.now();
  const measured = await measure();
  const missing = promises.filter((promise) => !measured.some((claim) => claim.name === promise));
  if (missing.length > 0) throw new Error(`${name} did not measure ${missing.join(', ')}`);
  console.error(`${name}: ${Math.round((performance.now() - startedAt) / 1000)} s`);
  return measured;
}

function print(claims: Claim[]): void {
  const { cores, cpu, node, loadBefore } = machine;
  console.log(`${cores} cores, ${cpu}, Node ${node}, load ${loadBefore.toFixed(1)}\n`);
  const width = Math.max(...claims.map(({ name }) => name.length));
  for (const { name, value, unit, target, holds, samples, spread, notes } of claims) {
    const due = 'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`;
    const spreads = spread === null ? '' : `, spread ${Math.round(spread * 100)} %`;
    const figure = `${show(value).padStart(7)} ${unit.padEnd(3)} ${due.padEnd(7)}`;
    console.log(
      `${holds ? 'holds' : 'FAILS'}  ${name.padEnd(width)} ${figure} (${samples} samples${spreads})`,
    );
    for (const note of notes) console.log(`         ${note}`);
  }
}

function show(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}
