import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#/domain/ids.ts';
import type { Caller } from '#/domain/key.ts';
import { parseEnv } from '#/env.ts';
import { type CallContext, openAppContext } from '#/services/context.ts';
import { createKey } from '#/services/keys/create-key.ts';
import { installAdminKey } from '#/services/keys/install-admin-key.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { UNHURRIED } from './unhurried.ts';

export type Installation = AsyncDisposable & {
  /** Calls as an ordinary key. */
  ctx: CallContext;
  /** The same installation on behalf of a new key. */
  asNewKey(scopes?: Caller['scopes']): Promise<{ ctx: CallContext; secret: string }>;
  adminSecret: string;
  databaseUrl: string;
  dataDir: string;
  /** What a process of this installation needs in its environment. */
  settings: Record<string, string>;
};

/** A whole installation for one test file: its own database and data folder, gone afterwards. */
export async function createInstallation(
  settings: Record<string, string> = {},
  given?: TestDatabase,
): Promise<Installation> {
  await using opened = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'mouthpiece-files-'));
  opened.defer(() => rm(dataDir, { recursive: true, force: true }));
  const database = opened.use(given ?? (await createTestDatabase()));
  const all = {
    ...UNHURRIED,
    ...settings,
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    MOUTHPIECE_DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
  };
  const adminSecret = await installAdminKey(database.url, { path: join(dataDir, 'admin-key') });
  const app = opened.use(await openAppContext('web', parseEnv(all)));
  const admin: Caller = { keyId: newId('key'), scopes: ['admin'], anonymous: false };

  const asNewKey = async (scopes: Caller['scopes'] = ['read', 'create']) => {
    const key = await createKey({ ...app, caller: admin }, { name: 'test', scopes: [...scopes] });
    const caller: Caller = { keyId: key.id, scopes, anonymous: false };
    return { ctx: { ...app, caller }, secret: key.secret };
  };
  const { ctx } = await asNewKey();
  const held = opened.move();
  return {
    ...{ ctx, asNewKey, adminSecret, databaseUrl: database.url, dataDir, settings: all },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
