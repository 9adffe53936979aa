import { mkdir } from 'node:fs/promises';
import { type Database, openDatabase } from '../data/db.ts';
import { EventFeed } from '../data/event-feed.ts';
import { getSecret } from '../data/secrets.ts';
import type { Caller } from '../domain/key.ts';
import { databaseUrl, dataPaths, type Env, env } from '../env.ts';
import { type Logger, logger } from '../logger.ts';
import { type Outbound, openOutbound } from '../outbound/outbound.ts';
import { openQueue, type Queue } from '../queue/boss.ts';
import type { BlobStore } from '../storage/blob-store.ts';
import { openFolderStore } from '../storage/folder.ts';
import { createLinkSigner, type LinkSigner } from './links.ts';

/** What every use case works with; opened once per process. */
export type AppContext = {
  database: Database;
  blobs: BlobStore;
  queue: Queue;
  feed: EventFeed;
  links: LinkSigner;
  /** What the secrets of callbacks and webhooks are derived from. */
  signingKey: Uint8Array;
  outbound: Outbound;
  env: Env;
  paths: ReturnType<typeof dataPaths>;
  logger: Logger;
};

/** The same, on behalf of someone. */
export type CallContext = AppContext & {
  caller: Caller;
  /** The claim of an idempotent call, to be settled with what the call makes. */
  idempotency?: { keyId: string; key: string };
};

export async function openAppContext(
  role: 'web' | 'worker',
  settings: Env = env(),
): Promise<AppContext & AsyncDisposable> {
  await using opened = new AsyncDisposableStack();
  const paths = dataPaths(settings.MOUTHPIECE_DATA_DIR);
  const url = databaseUrl(settings);
  const patience = { answerMs: settings.MOUTHPIECE_TIMING_ANSWER_MS };
  for (const path of [paths.blobs, paths.uploads, paths.work])
    await mkdir(path, { recursive: true });
  const database = opened.use(openDatabase(url, patience));
  const secret = await getSecret(database.pool, 'link-signing');
  const signingKey = await getSecret(database.pool, 'webhook-signing');
  const feed = opened.use(await EventFeed.open(url, patience));
  const queue = opened.use(await openQueue(url, { role, ...patience }));
  const kept = opened.move();
  return {
    database,
    feed,
    queue,
    blobs: openFolderStore(paths.blobs),
    links: createLinkSigner(secret),
    signingKey,
    outbound: openOutbound(settings.MOUTHPIECE_ALLOW_HOSTS),
    env: settings,
    paths,
    logger,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Enough for what only touches rows, such as the management of keys. */
export type KeyContext = Pick<CallContext, 'database' | 'caller'>;
