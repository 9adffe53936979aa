const PREFIX = 'mouthpiece:';

/**
 * What a tab remembers over reloads, until it is closed or someone signs out, and only for the key it was kept with.
 * Where the browser keeps nothing, or nobody knows who looks, nothing is remembered.
 */
export function remember(name: string, owner: string | undefined, value: unknown): void {
  if (owner === undefined) return;
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify({ owner, value }));
  } catch {
    // Too large or not allowed: it lives as long as the page.
  }
}

export function recall(name: string, owner: string | undefined): unknown {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null');
    return kept !== null && kept.owner === owner ? kept.value : null;
  } catch {
    return null;
  }
}

export function forgetAll(): void {
  try {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(PREFIX)) sessionStorage.removeItem(name);
    }
  } catch {
    // Nothing is kept where nothing may be.
  }
}
