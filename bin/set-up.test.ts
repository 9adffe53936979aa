import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '#/data/db.ts';
import { findLiveKey } from '#/data/keys.ts';
import { parseEnv } from '#/env.ts';
import { sha256Of } from '#/services/keys/secrets.ts';
import { createEmptyDatabase, type TestDatabase } from '../test/database.ts';
import { setUp, setUpAsOneOfMany } from './set-up.ts';

const [FIRST, SECOND] = ['the first admin key', 'the second admin key'];

let database: TestDatabase;
let folder: string;
const keyFile = () => join(folder, 'data/admin-key');

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = await mkdtemp(join(tmpdir(), 'set-up-'));
});
afterEach(async () => {
  await database.dispose();
  await rm(folder, { recursive: true, force: true });
});

const settings = (key = '') =>
  parseEnv({ MOUTHPIECE_DATA_DIR: join(folder, 'data'), MOUTHPIECE_ADMIN_KEY: key });

async function isAdmin(secret: string): Promise<boolean> {
  await using opened = openDatabase(database.url, { max: 1 });
  const key = await findLiveKey(opened.pool, sha256Of(secret));
  return key?.scopes.includes('admin') ?? false;
}

test('starts at the same moment set an empty database up once, with one admin key', async () => {
  const many = [1, 2, 3].map(() => setUpAsOneOfMany(database.url, settings()));
  const [key] = await Promise.all([setUp(database.url, settings()), ...many]);
  expect((await readFile(keyFile(), 'utf8')).trim()).toBe(key);
  expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
  expect(await isAdmin(key)).toBe(true);
});

test('a changed admin key takes the place of the one before; who knows none leaves it', async () => {
  await setUpAsOneOfMany(database.url, settings(FIRST));
  await setUpAsOneOfMany(database.url, settings());
  expect([await isAdmin(FIRST), await isAdmin(SECOND)]).toEqual([true, false]);
  await expect(stat(keyFile())).rejects.toThrow('ENOENT');
  await setUpAsOneOfMany(database.url, settings(SECOND));
  expect([await isAdmin(FIRST), await isAdmin(SECOND)]).toEqual([false, true]);
});
