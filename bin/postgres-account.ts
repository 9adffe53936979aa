import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { chown, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Who PostgreSQL runs as. It refuses to run as root, so root hands its files to an unprivileged user. */
export type PostgresAccount = {
  /** Makes the account the owner of a file or folder. */
  own(path: string): Promise<void>;
  spawn(command: string, args: string[], options: SpawnOptions): ChildProcess;
};

/** @param paths folders the account must be able to reach; they exist. */
export async function choosePostgresAccount(paths: string[]): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) {
    return { own: async () => {}, spawn };
  }
  const user = await findUser(['postgres', 'nobody']);
  const closed = await findClosedFolder(paths, user);
  const own = (path: string) => chown(path, user.uid, user.gid);
  if (closed === undefined) {
    return {
      own,
      spawn: (command, args, options) =>
        spawn(command, args, { ...options, uid: user.uid, gid: user.gid }),
    };
  }
  const prefix = await throughClosedFolders(user);
  if (prefix === undefined) {
    throw new Error(
      `PostgreSQL can't run as root, and the user ${user.name} can't enter ${closed}: open that folder (chmod o+x), or name another one in MOUTHPIECE_DATA_DIR.`,
    );
  }
  return {
    own,
    spawn: (command, args, options) => spawn('setpriv', [...prefix, command, ...args], options),
  };
}

type User = { name: string; uid: number; gid: number };

async function findUser(names: string[]): Promise<User> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of names) {
    const line = lines.find(([name]) => name === wanted);
    if (line) return { name: wanted, uid: Number(line[2]), gid: Number(line[3]) };
  }
  throw new Error(
    "PostgreSQL can't run as root, and there is no user postgres or nobody: start Mouthpiece as another user, or set DATABASE_URL.",
  );
}

async function findClosedFolder(paths: string[], user: User): Promise<string | undefined> {
  for (const path of paths) {
    for (const folder of [...ancestors(path), path]) {
      const { uid, gid, mode } = await stat(folder);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return folder;
    }
  }
  return undefined;
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [...ancestors(parent), parent];
}

const CAPABILITIES = [
  { name: 'dac_read_search', bit: 2n },
  { name: 'dac_override', bit: 1n },
];

/**
 * `setpriv` arguments for the user with one capability more: to pass folders that are closed to it.
 * Without `no_setuid_fixup` access(2), which PostgreSQL asks about its own binary, ignores capabilities.
 */
async function throughClosedFolders(user: User): Promise<string[] | undefined> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const held = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0'}`);
  for (const { name, bit } of CAPABILITIES) {
    if ((held & (1n << bit)) === 0n) continue;
    const capability = `-all,+${name}`;
    const prefix = [
      ...['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'],
      ...['--securebits', '+no_setuid_fixup', '--bounding-set', capability],
      ...['--inh-caps', capability, '--ambient-caps', capability],
    ];
    if (await succeeds('setpriv', [...prefix, 'true'])) return prefix;
  }
  return undefined;
}

function succeeds(command: string, args: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    spawn(command, args, { stdio: 'ignore' })
      .once('error', () => resolve(false))
      .once('close', (code) => resolve(code === 0));
  });
}
