import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PostgresAccount } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

/** Passwords of the cluster's owner and of the role that Mouthpiece works under, which owns only its databases. */
export type PostgresCredentials = { superuser: string; mouthpiece: string };

export type PostgresFolder = { cluster: string; logFile: string; credentials: PostgresCredentials };

/** Prepares `dataDir`: credentials, log and, the first time, a new cluster that appears only when complete. */
export async function preparePostgresFolder(
  dataDir: string,
  binaries: PostgresBinaries,
  account: PostgresAccount,
): Promise<PostgresFolder> {
  const cluster = join(dataDir, 'cluster');
  const isNew = !(await exists(join(cluster, 'PG_VERSION')));
  if (isNew) await createCredentials(dataDir);
  const credentials = await readCredentials(dataDir);
  if (isNew) {
    const draft = join(dataDir, 'cluster.new');
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft, { mode: 0o700 });
    await account.own(draft);
    await initialise({ draft, binaries, account, password: credentials.superuser });
    await rename(draft, cluster);
  }
  return { cluster, logFile: join(dataDir, 'postgres.log'), credentials };
}

export async function readCredentials(dataDir: string): Promise<PostgresCredentials> {
  const file = credentialsFile(dataDir);
  if (await exists(file)) return JSON.parse(await readFile(file, 'utf8')) as PostgresCredentials;
  throw new Error(`${file} is missing: the database beside it can't be opened without it.`);
}

async function createCredentials(dataDir: string): Promise<void> {
  const file = credentialsFile(dataDir);
  const credentials = { superuser: newPassword(), mouthpiece: newPassword() };
  await writeFile(`${file}.new`, JSON.stringify(credentials), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

const credentialsFile = (dataDir: string) => join(dataDir, 'credentials.json');

const newPassword = () => randomBytes(24).toString('hex');

async function initialise(options: {
  draft: string;
  binaries: PostgresBinaries;
  account: PostgresAccount;
  password: string;
}): Promise<void> {
  const { draft, binaries, account, password } = options;
  const passwordFile = `${draft}-password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    await account.own(passwordFile);
    const child = account.spawn(
      binaries.initdb,
      [
        ...['-D', draft, '--encoding=UTF8', '--locale=C', '--no-instructions'],
        ...['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`],
      ],
      { cwd: '/', env: postgresEnv(), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let complaint = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) {
      const why = /error: (.*)/.exec(complaint)?.[1] ?? complaint.trim().split('\n').at(-1);
      throw new Error(`The embedded database could not be created: ${why}`);
    }
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Nothing inherited: a PGPORT or LANG of the shell must not reach the server. */
export function postgresEnv(): NodeJS.ProcessEnv {
  return { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' } as unknown as NodeJS.ProcessEnv;
}

function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}
