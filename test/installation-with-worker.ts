import { afterAll, beforeAll } from 'vitest';
import { createInstallation, type Installation } from './installation.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

export type InstallationWithWorker = Omit<Installation, typeof Symbol.asyncDispose> & {
  worker: WorkerProcess;
  /** In place of a worker that has ended. */
  startNewWorker(): Promise<void>;
};

/** For a test file: a whole installation and its real worker, there before its first test and gone after its last. */
export function installationWithWorker(): InstallationWithWorker {
  const opened = new AsyncDisposableStack();
  const made = {} as InstallationWithWorker;
  made.startNewWorker = async () => {
    made.worker = opened.use(await startWorker(made));
  };
  beforeAll(async () => {
    Object.assign(made, opened.use(await createInstallation()));
    await made.startNewWorker();
  });
  afterAll(() => opened.disposeAsync());
  return made;
}
