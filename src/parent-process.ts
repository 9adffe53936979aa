/** Calls `listener` once the process that gave this one its channel is gone, also when that was before we could listen. */
export function onParentGone(listener: () => void): void {
  if (process.connected === false) listener();
  else process.once('disconnect', listener);
}
