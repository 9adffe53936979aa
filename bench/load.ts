import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** GET calls from a process of its own, over keep-alive connections that each wait for their answer. */
export type Load = {
  url: string;
  /** Asked for in turn. */
  paths: string[];
  headers: Record<string, string>;
  /** What every answer must have. */
  status: number;
  connections: number;
  seconds: number;
  /** How often each connection asks; as fast as it is answered where it is not given. */
  everyMs?: number;
};

export type LoadReport = {
  answers: number;
  seconds: number;
  /** Of every answer, where `everyMs` was given. */
  latenciesMs: number[];
};

export async function runLoad(load: Load): Promise<LoadReport> {
  await using process = startHelper('load-process.ts');
  return (await process.ask(load)) as LoadReport;
}

export type Helper = AsyncDisposable & {
  pid: number;
  /** Sends a message and waits for the next answer. */
  ask(message: unknown): Promise<unknown>;
};

/** A process of the bench's own, beside the product. */
export function startHelper(file: string): Helper {
  const child = fork(new URL(file, import.meta.url), [], { execArgv: [] });
  const exited = once(child, 'exit');
  return {
    pid: child.pid ?? 0,
    ask: (message) => ask(child, message),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function ask(child: ChildProcess, message: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) =>
      reject(new Error(`a process of the bench ended (${code})`));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(answer);
    });
    child.send(message as object);
  });
}
