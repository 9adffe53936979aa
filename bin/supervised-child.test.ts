import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { environment } from './environment.ts';
import { isAlive, until } from './process-alive.ts';
import { SupervisedChild } from './supervised-child.ts';

let folder: string;
let file: string;
let lines: string[];
let givenUp: Error[];
let child: SupervisedChild | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'child-'));
  file = join(folder, 'said');
  lines = [];
  givenUp = [];
});

afterEach(async () => {
  await child?.stop(0);
  await rm(folder, { recursive: true, force: true });
});

describe('SupervisedChild', () => {
  test('one that dies before it was ready is not started again', async () => {
    child = supervise('dying');
    expect(await until(async () => givenUp.length > 0, 10_000)).toBe(true);
    expect(givenUp[0]?.message).toBe("Mouthpiece can't run: the test process ended (exit code 3).");
    expect(lines).toEqual([]);
  });

  test('one that was killed is started again, and says so in one line', async () => {
    child = supervise('steady');
    child.keepAlive();
    const [first] = await said(1);
    process.kill(Number(first), 'SIGKILL');
    const [, second] = await said(2);
    expect(await isAlive(Number(second))).toBe(true);
    expect(lines).toEqual(['the test process ended (SIGKILL); starting it again in 0.5 s']);
    expect(givenUp).toEqual([]);
  });

  test('stopping lets it drain and does not start it again', async () => {
    child = supervise('steady');
    child.keepAlive();
    const [pid] = await said(1);
    await child.stop(10_000);
    expect(await said(2)).toEqual([pid, 'drained']);
    expect(await isAlive(Number(pid))).toBe(false);
    expect(lines).toEqual([]);
  });

  test('one that ignores the request is killed when the time to drain is over', async () => {
    child = supervise('deaf');
    const [pid] = await said(1);
    await child.stop(300);
    expect(await isAlive(Number(pid))).toBe(false);
  });

  test('impatience cuts the time to drain short', async () => {
    child = supervise('deaf');
    const [pid] = await said(1);
    const hurry = new AbortController();
    const stopped = child.stop(600_000, hurry.signal);
    await said(2);
    hurry.abort();
    await stopped;
    expect(await isAlive(Number(pid))).toBe(false);
  });
});

function supervise(mode: 'steady' | 'deaf' | 'dying'): SupervisedChild {
  return new SupervisedChild({
    name: 'test',
    entry: 'test/programs/child.ts',
    env: { ...environment(), CHILD_MODE: mode, CHILD_FILE: file },
    log: (line) => lines.push(line),
    onGivenUp: (error) => givenUp.push(error),
  });
}

/** What the children wrote, once there are `count` lines of it. */
async function said(count: number): Promise<string[]> {
  const read = async () => (await readFile(file, 'utf8').catch(() => '')).trimEnd().split('\n');
  const isThere = async () => (await read()).filter(Boolean).length >= count;
  expect(await until(isThere, 10_000)).toBe(true);
  return read();
}
