import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const TICKS_PER_S = 100;

/** The child of this process whose command line names this file. */
export function findChild(file: string): number {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const pid = Number(entry);
    if (read(pid, 'cmdline').includes(file) && parentOf(pid) === process.pid) return pid;
  }
  throw new Error(`no process runs ${file}`);
}

/** Processor time that a process has had, in seconds. */
export function cpuSeconds(pid: number): number {
  const [user = 0, system = 0] = statOf(pid).slice(11, 13).map(Number);
  return (user + system) / TICKS_PER_S;
}

export function residentMb(pid: number): number {
  return statusMb(pid, 'VmRSS');
}

/** The most memory that a process has had since `forgetPeak`. */
export function peakResidentMb(pid: number): number {
  return statusMb(pid, 'VmHWM');
}

export function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

function statusMb(pid: number, field: string): number {
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(read(pid, 'status'))?.[1]) / 1024;
}

function parentOf(pid: number): number {
  return Number(statOf(pid)[1]);
}

/** The fields of `stat` behind the name, which may contain anything. */
function statOf(pid: number): string[] {
  const stat = read(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
