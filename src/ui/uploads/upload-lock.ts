/**
 * Makes an upload this tab's until the tab closes or lets it go; null while another tab sends it. Without locks, as on
 * plain http from another machine, every tab may: the server then sorts out who writes.
 */
export function lockUpload(id: string): Promise<(() => void) | null> {
  const { locks } = navigator;
  if (!locks) return Promise.resolve(() => undefined);
  return new Promise((resolve) => {
    locks
      .request(`mouthpiece-upload-${id}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve(release));
      })
      .catch(() => resolve(() => undefined));
  });
}
