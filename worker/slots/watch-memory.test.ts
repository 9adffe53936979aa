import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { watchMemory } from './watch-memory.ts';

const HUNGRY = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(2e7, 1)), 10)';

test.runIf(process.platform === 'linux')(
  'a process that takes too much memory is ended, and it is said why',
  async () => {
    const child = spawn(process.execPath, ['-e', HUNGRY], { stdio: 'ignore' });
    let said = 0;
    watchMemory(child, 200_000_000, () => {
      said += 1;
    });
    const [, signal] = await once(child, 'exit');
    expect([signal, said]).toEqual(['SIGKILL', 1]);
  },
);
