import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createKeySchema, type Key, rotateKeySchema } from '#/domain/key.ts';
import { databaseNow, openDatabase } from '../src/data/db.ts';
import type { KeyContext } from '../src/services/context.ts';
import { createKey } from '../src/services/keys/create-key.ts';
import { listKeys } from '../src/services/keys/list-keys.ts';
import { revokeKey } from '../src/services/keys/revoke-key.ts';
import { rotateKey } from '../src/services/keys/rotate-key.ts';
import { findDatabase } from './find-database.ts';
import { runProgram } from './say-failure.ts';

const USAGE = `Usage:
  npm run keys -- list
  npm run keys -- create NAME [--scopes read,create,admin] [--secret EXISTING] [--expires 2030-01-01T00:00:00Z]
  npm run keys -- rotate KEY_ID [--grace SECONDS]
  npm run keys -- revoke KEY_ID`;
const USAGE_LINE =
  'Usage: npm run keys -- list | create NAME | rotate KEY_ID | revoke KEY_ID (--help for more)';

const OPERATOR = { keyId: 'operator', scopes: ['admin'] as const, anonymous: false };
const PAGE = 100;

const OPTIONS = {
  scopes: { type: 'string' },
  secret: { type: 'string' },
  expires: { type: 'string' },
  grace: { type: 'string' },
} as const;
type Options = { [name in keyof typeof OPTIONS]?: string };

const timeSchema = z.coerce.date({ error: 'give a time such as 2030-01-01T00:00:00Z' }).optional();
const graceSchema = z.coerce
  .number({ error: 'give seconds' })
  .optional()
  .pipe(rotateKeySchema.shape.grace_seconds);

type Action = (ctx: KeyContext) => Promise<void>;

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const act = actionOf(positionals, values);
  await using database = openDatabase(await findDatabase(), { max: 1 });
  await act({ database, caller: OPERATOR });
}

/** @throws Error one line about what is wrong with the command */
function actionOf([command, argument, ...rest]: string[], options: Options): Action {
  if (rest.length > 0) throw new Error(USAGE_LINE);
  if (command === 'list' && argument === undefined) return list;
  if (argument === undefined) throw new Error(USAGE_LINE);
  if (command === 'create') return create(argument, options);
  if (command === 'rotate') return rotate(argument, options);
  if (command === 'revoke') return revoke(argument);
  throw new Error(USAGE_LINE);
}

async function list(ctx: KeyContext): Promise<void> {
  const now = await databaseNow(ctx.database.pool);
  let cursor: string | undefined;
  do {
    const page = await listKeys(ctx, { limit: PAGE, cursor });
    for (const key of page.data) console.log(lineOf(key, now));
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

function lineOf(key: Key, now: Date): string {
  const state = stateOf(key, now).padEnd(7);
  return [key.id, key.prefix.padEnd(13), state, key.scopes.join(','), key.name].join('  ');
}

function stateOf({ revoked_at, expires_at }: Key, now: Date): string {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && new Date(expires_at) <= now ? 'expired' : 'active';
}

function create(given: string, options: Options): Action {
  const { name: nameSchema, scopes: scopesSchema } = createKeySchema.shape;
  const name = read('NAME', nameSchema, given);
  const scopes = read('--scopes', scopesSchema, options.scopes?.split(','));
  const expiresAt = read('--expires', timeSchema, options.expires);
  return async (ctx) => {
    const key = await createKey(ctx, {
      ...{ name, scopes },
      ...(options.secret && { secret: options.secret }),
      ...(expiresAt && { expires_at: expiresAt.toISOString() }),
    });
    console.log(`${key.id}\n${key.secret}\nThe secret is shown this once.`);
  };
}

function rotate(id: string, { grace }: Options): Action {
  const seconds = read('--grace', graceSchema, grace);
  return async (ctx) => {
    const key = await rotateKey(ctx, { id, grace_seconds: seconds });
    console.log(`${key.secret}\nThe old secret works until ${key.previous_expires_at}.`);
  };
}

function revoke(id: string): Action {
  return async (ctx) => {
    const key = await revokeKey(ctx, { id });
    console.log(`${key.id} (${key.name}) is revoked.`);
  };
}

/** @throws Error one line that names what was given wrong */
function read<T>(name: string, schema: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw new Error(`${name} is not valid: ${error.issues[0]?.message}`);
}

if (process.argv.slice(2).some((word) => ['help', '--help', '-h'].includes(word))) {
  console.log(USAGE);
} else {
  await runProgram(run);
}
