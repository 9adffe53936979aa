import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { connect, createServer } from 'node:net';

/** Held as long as the process lives or until disposed. */
export type FolderLock = AsyncDisposable;

/**
 * Takes a folder for this process alone, or refuses in one line that names the owner's process.
 * The lock is an abstract socket, which the kernel lets go with the process: nothing stale is ever left.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex');
  const address = `\0mouthpiece-${name.slice(0, 32)}`;
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(String(process.pid));
  });
  server.unref().listen(address);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const owner = await askOwner(address);
    throw new Error(`Another Mouthpiece is already running on ${folder}${owner}.`, {
      cause: error,
    });
  }
  return {
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function askOwner(address: string): Promise<string> {
  const socket = connect(address).setTimeout(1000, () => socket.destroy());
  let pid = '';
  socket.on('data', (chunk) => {
    pid += chunk.toString();
  });
  socket.on('error', () => socket.destroy());
  await once(socket, 'close');
  return /^\d+$/.test(pid) ? ` (process ${pid})` : '';
}
