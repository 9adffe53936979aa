import { createReadStream } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { BlobStore } from './blob-store.ts';

const NAME = /^[a-z0-9_.-]{4,120}$/;

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Moves a file; across file systems it is copied under a temporary name first, so a half copy is never seen. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, `${to}.part`);
    await sync(`${to}.part`);
    await rename(`${to}.part`, to);
    await rm(from);
  }
}

/** Blobs as files of one folder, spread over subfolders by the end of their name. */
export function openFolderStore(root: string): BlobStore {
  const place = (name: string) => {
    if (!NAME.test(name)) throw new Error(`not a blob name: ${name}`);
    return join(root, name.replace(/\..*$/, '').slice(-2), name);
  };
  return {
    async adopt(name, path) {
      const target = place(name);
      await mkdir(dirname(target), { recursive: true });
      await sync(path);
      await move(path, target);
      await sync(dirname(target));
    },
    open: (name, range) => createReadStream(place(name), range),
    async fetchTo(name, path) {
      await link(place(name), path).catch(() => copyFile(place(name), path));
    },
    async stat(name) {
      const found = await stat(place(name)).catch(() => null);
      return found && { bytes: found.size };
    },
    async *list() {
      for (const folder of await readdir(root, { withFileTypes: true })) {
        if (!folder.isDirectory()) continue;
        for (const name of await readdir(join(root, folder.name))) {
          const found = await stat(join(root, folder.name, name)).catch(() => null);
          // A move keeps the time of the last write, but not that of the last change of the entry.
          if (found?.isFile() && NAME.test(name)) yield { name, storedAt: found.ctime };
        }
      }
    },
    remove: (name) => rm(place(name), { force: true }),
  };
}
