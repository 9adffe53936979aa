const SAME_PRESS_MS = 2000;

/**
 * `stop` fires at the first SIGINT or SIGTERM, `hurry` at one that comes later than two seconds after it:
 * the terminal, npm and the bootstrap may each pass on the same Ctrl-C.
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
  return { stop: stop.signal, hurry: hurry.signal };
}
