/** Waits, but not longer than until the browser says that it has a network again. @throws the reason of the signal */
export function untilOnline(longestMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      window.removeEventListener('online', back);
      signal.removeEventListener('abort', stop);
      settle();
    };
    const back = () => end(resolve);
    const stop = () => end(() => reject(signal.reason));
    const timer = setTimeout(back, longestMs);
    window.addEventListener('online', back);
    signal.addEventListener('abort', stop);
  });
}
