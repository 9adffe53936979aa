// The first thing every npm script runs. Plain JavaScript without packages, for whatever Node the machine has:
// it installs and prepares what is missing, then goes on under the Node that `npm ci` brought.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { constants } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = [20, 19];

/**
 * `pages`: needs the built pages. `settings`: reads the operator's settings, also from .env.
 * `setUp`: sets the database up before it starts.
 */
const TARGETS = {
  demo: { entry: 'bin/demo.ts', pages: true },
  test: { entry: 'bin/test.ts', pages: true },
  soak: { entry: 'bin/soak.ts', pages: true },
  start: { entry: 'bin/launcher.ts', pages: true, settings: true },
  web: { entry: 'src/server.ts', pages: true, settings: true, setUp: true },
  worker: { entry: 'worker/main.ts', settings: true, setUp: true },
  check: { entry: 'bin/check.ts' },
  client: { entry: 'bin/build-client.ts' },
  bench: { entry: 'bench/main.ts', pages: true },
  keys: { entry: 'bin/keys.ts', settings: true },
};

export function isNodeTooOld(version, needed = NEEDED) {
  const [major, minor] = version.split('.').map(Number);
  return major < needed[0] || (major === needed[0] && minor < needed[1]);
}

/** The environment for npm inside an npm script: what the outer run left is dropped, what the user set stays. */
export function cleanNpmEnv(env) {
  const kept =
    /^npm_config_(cache|userconfig|globalconfig|registry|proxy|https_proxy|noproxy|ca|cafile|strict_ssl|offline|prefer_offline|@.*|\/\/.*)$/i;
  const entries = Object.entries(env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name));
  return {
    ...Object.fromEntries(entries),
    ONNXRUNTIME_NODE_INSTALL: 'skip',
    SKIP_FFMPEG: 'true',
    PRISMA_SKIP_POSTINSTALL_GENERATE: '1',
    npm_config_ignore_scripts: 'false',
  };
}

/**
 * One hash over files and everything below folders; a path that is missing counts as missing.
 * @param {string} root @param {string[]} paths @param {(path: string) => boolean} skip
 */
export function hashOf(root, paths, skip = () => false) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((each) => listFiles(root, each, skip))) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

function listFiles(root, path, skip) {
  if (skip(path)) return [];
  let entries;
  try {
    entries = readdirSync(join(root, path), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  const names = entries.map((entry) => `${path}/${entry.name}`).sort();
  return names.flatMap((name) => listFiles(root, name, skip));
}

/** Whether every package that the lock file demands here lies in node_modules, whoever put it there. */
export function isInstalled(root) {
  const lock = readJson(join(root, 'package-lock.json'));
  const present = readJson(join(root, 'node_modules/.package-lock.json'))?.packages;
  if (!lock || !present || !existsSync(node24(root))) return false;
  return Object.entries(lock.packages).every(
    ([path, { version, optional, link }]) =>
      path === '' || link || (optional && !present[path]) || present[path]?.version === version,
  );
}

/** What must be there before a target can run, each with how to see that it is and how to make it. */
export function preparations(root) {
  const lock = () => hashOf(root, ['package-lock.json']);
  return {
    packages: {
      stamp: 'node_modules/.mouthpiece-install',
      hash: () => hashOf(root, ['package-lock.json', 'package.json', '.npmrc']),
      isThere: () => existsSync(node24(root)),
      isFresh: () => isInstalled(root),
      says: 'Installing packages',
      make: () => install(root),
    },
    client: {
      stamp: 'node_modules/.mouthpiece-client',
      hash: () => lock() + hashOf(root, ['prisma/schema.prisma', 'prisma.config.ts']),
      isThere: () => existsSync(join(root, 'src/data/generated/client.ts')),
      says: 'Preparing the database client',
      make: () => generateClient(root),
    },
    pages: {
      stamp: '.next/mouthpiece-build',
      hash: () =>
        lock() + hashOf(root, ['src', 'messages', 'next.config.mjs', 'tsconfig.json'], isNotBuilt),
      isThere: () => existsSync(join(root, '.next/BUILD_ID')),
      says: 'Building the pages',
      make: () => buildPages(root),
    },
  };
}

const isNotBuilt = (path) =>
  /\.test\.tsx?$/.test(path) || ['src/data/generated', 'src/server.ts'].includes(path);

function isReady(root, { stamp, hash, isThere }) {
  return isThere() && readText(join(root, stamp)) === hash();
}

/** Makes what is missing or stale, while other runs in this folder wait. */
export async function prepare(root, step) {
  if (isReady(root, step)) return;
  const unlock = await lockFolder(root);
  try {
    if (isReady(root, step)) return;
    if (!step.isFresh?.()) {
      const start = Date.now();
      process.stderr.write(`${step.says} …\n`);
      await step.make();
      process.stderr.write(`${step.says}: done in ${Math.round((Date.now() - start) / 1000)} s\n`);
    }
    if (!step.isThere())
      throw new Error(
        `${step.says} left nothing behind: remove node_modules and .next, and try again.`,
      );
    writeStamp(join(root, step.stamp), step.hash());
  } finally {
    unlock();
  }
}

function writeStamp(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Held through an abstract socket, which goes with the process; elsewhere than on Linux there is no lock. */
async function lockFolder(root) {
  if (process.platform !== 'linux') return () => {};
  const name = createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 32);
  for (let tries = 0; ; tries += 1) {
    const server = createServer();
    const held = await new Promise((resolve, reject) => {
      server.once('listening', () => resolve(true));
      server.once('error', (error) =>
        error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
      );
      server.unref().listen(`\0mouthpiece-bootstrap-${name}`);
    });
    if (held) return () => server.close();
    if (tries === 0)
      process.stderr.write('Waiting for another run that is preparing this folder …\n');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function install(root) {
  rmSync(join(root, 'node_modules/.mouthpiece-install'), { force: true });
  const npm = process.env.npm_execpath ?? '';
  const [command, ...first] = /^npm/.test(basename(npm)) ? [process.execPath, npm] : ['npm'];
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund'];
  await runQuietly(command, args, { cwd: root, env: cleanNpmEnv(process.env) });
}

async function generateClient(root) {
  await runQuietly(node24(root), ['node_modules/prisma/build/index.js', 'generate'], {
    cwd: root,
    env: {
      ...childEnv(root),
      // The generator needs no engine, but the command downloads one unless it is shown a file.
      PRISMA_SCHEMA_ENGINE_BINARY: node24(root),
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  });
}

async function buildPages(root) {
  rmSync(join(root, '.next/mouthpiece-build'), { force: true });
  await runQuietly(node24(root), ['node_modules/next/dist/bin/next', 'build'], {
    cwd: root,
    env: { ...childEnv(root), NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
}

/** Shows what the command printed only when it fails. */
async function runQuietly(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const code = await ending(child);
  if (code === 0) return;
  process.stderr.write(Buffer.concat(output));
  throw new Error(`\`${[basename(command), ...args].join(' ')}\` failed; what it said is above.`);
}

/** The exit code of a child that gets our signals; 128 + n for one that signal n ended. */
function ending(child) {
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      for (const each of signals) process.off(each, forward);
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

function childEnv(root) {
  const first = [dirname(node24(root)), join(root, 'node_modules/.bin')];
  return {
    ...process.env,
    PATH: [...first, process.env.PATH].join(delimiter),
    // Read by the C library at start only: without it memory of decoded media is kept, past 1 GB.
    MALLOC_MMAP_THRESHOLD_: '262144',
  };
}

const node24 = (root) => join(root, 'node_modules/node/bin/node');

function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function readJson(file) {
  const text = readText(file);
  return text === undefined ? undefined : JSON.parse(text);
}

async function main([name, ...args]) {
  const target = Object.hasOwn(TARGETS, name ?? '') ? TARGETS[name] : undefined;
  if (!target) throw new Error(`Usage: bootstrap.mjs ${Object.keys(TARGETS).join('|')}`);
  const root = dirname(dirname(realpathSync(fileURLToPath(import.meta.url))));
  const { packages, client, pages } = preparations(root);
  await prepare(root, packages);
  await prepare(root, client);
  if (target.pages) await prepare(root, pages);
  const flags = [
    ...(target.settings && existsSync(join(root, '.env')) ? ['--env-file=.env'] : []),
    ...(target.settings ? ['--import=./bin/check-settings.ts'] : []),
    ...(target.setUp ? ['--import=./bin/set-up-first.ts'] : []),
  ];
  const child = spawn(
    node24(root),
    ['--disable-warning=ExperimentalWarning', ...flags, target.entry, ...args],
    { cwd: root, env: childEnv(root), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
  );
  endWithNpm(child);
  return ending(child);
}

/** npm that was killed forwards nothing: then we have another parent. The child notices our end by its IPC channel. */
function endWithNpm(child) {
  const { ppid } = process;
  if (!process.env.npm_lifecycle_event) return;
  const timer = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(timer);
    child.kill('SIGTERM');
  }, 500).unref();
}

async function run() {
  if (isNodeTooOld(process.versions.node)) {
    throw new Error(
      `Mouthpiece needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}.`,
    );
  }
  process.exitCode = await main(process.argv.slice(2));
}

if (
  process.argv[1] &&
  realpathSync(process.argv[1]) === realpathSync(fileURLToPath(import.meta.url))
) {
  run().catch((error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
}
