import { onParentGone } from '#/parent-process.ts';

const SAME_PRESS_MS = 2000;

/**
 * `stop` fires at the first SIGINT or SIGTERM, or when the bootstrap that started us is gone.
 * `hurry` fires at one that comes two seconds after the first or later: the terminal, npm and the bootstrap
 * may each pass on the same Ctrl-C.
 */
export function onStopSignal(): { stop: AbortSignal; hurry: AbortSignal } {
  const stop = new AbortController();
  const hurry = new AbortController();
  let firstAt: number | undefined;
  const receive = () => {
    firstAt ??= performance.now();
    stop.abort();
    if (performance.now() - firstAt > SAME_PRESS_MS) hurry.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, receive);
  onParentGone(receive);
  process.channel?.unref();
  return { stop: stop.signal, hurry: hurry.signal };
}
