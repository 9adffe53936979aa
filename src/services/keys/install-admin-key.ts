import { readFile, writeFile } from 'node:fs/promises';
import { type Db, openDatabase } from '../../data/db.ts';
import { putKey } from '../../data/keys.ts';
import { ADMIN_KEY_ID, ANONYMOUS_KEY_ID } from '../../domain/key.ts';
import { newSecret, readablePrefix, sha256Of } from './secrets.ts';

async function keep(path: string): Promise<string> {
  const secret = newSecret();
  try {
    await writeFile(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(path, 'utf8')).trim();
  }
}

async function putBuiltInKeys(db: Db, secret: string): Promise<void> {
  await putKey(db, {
    id: ADMIN_KEY_ID,
    name: 'first admin',
    prefix: readablePrefix(secret),
    sha256: sha256Of(secret),
    scopes: ['admin'],
    revokedAt: null,
  });
  await putKey(db, {
    id: ANONYMOUS_KEY_ID,
    name: 'anonymous',
    prefix: '',
    sha256: '',
    scopes: ['read', 'create'],
    revokedAt: null,
  });
}

/**
 * Installs the first admin key, given or made once and kept in a file of mode 0600, and the row that calls without a
 * credential act as. @returns the secret
 */
export async function installAdminKey(
  databaseUrl: string,
  options: { path: string; secret?: string | undefined },
): Promise<string> {
  const secret = options.secret ?? (await keep(options.path));
  await using database = openDatabase(databaseUrl, { max: 1 });
  await putBuiltInKeys(database.pool, secret);
  return secret;
}
