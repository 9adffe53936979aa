import { spawn } from 'node:child_process';

export type CommandResult = { code: number; output: string; elapsedMs: number };

/** Runs a command to its end and keeps what it prints, or shows it as it comes. */
export function runCommand(
  [command, ...args]: [string, ...string[]],
  options: { env?: NodeJS.ProcessEnv; cwd?: string; show?: boolean } = {},
): Promise<CommandResult> {
  const start = performance.now();
  const child = spawn(command, args, {
    ...(options.env && { env: options.env }),
    ...(options.cwd && { cwd: options.cwd }),
    stdio: options.show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    const end = (code: number, extra = '') =>
      resolve({
        code,
        output: Buffer.concat(chunks).toString() + extra,
        elapsedMs: performance.now() - start,
      });
    child.once('error', (error) => end(127, `${error.message}\n`));
    child.once('close', (code) => end(code ?? 1));
  });
}
