import type { Logger } from '#/logger.ts';

/** Repeats work from now on, never twice at the same time; what fails is logged and tried again the next time. */
export function repeater(logger: Logger) {
  return (everyMs: number, what: string, work: () => Promise<unknown>): NodeJS.Timeout => {
    let running = false;
    const run = async () => {
      if (running) return;
      running = true;
      await work().catch((error: unknown) => logger.error({ err: error }, `${what} failed`));
      running = false;
    };
    void run();
    return setInterval(() => void run(), everyMs);
  };
}
