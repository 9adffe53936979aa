import { parseArgs } from 'node:util';
import { rotateKeySchema, scopeSchema } from '#/domain/key.ts';
import { openDatabase } from '../src/data/db.ts';
import { createKey } from '../src/services/keys/create-key.ts';
import { listKeys } from '../src/services/keys/list-keys.ts';
import { revokeKey } from '../src/services/keys/revoke-key.ts';
import { rotateKey } from '../src/services/keys/rotate-key.ts';
import { findDatabase } from './find-database.ts';

const USAGE = `Usage:
  npm run keys -- list
  npm run keys -- create NAME [--scopes read,create,admin] [--secret EXISTING] [--expires 2030-01-01T00:00:00Z]
  npm run keys -- rotate KEY_ID [--grace SECONDS]
  npm run keys -- revoke KEY_ID`;

const OPERATOR = { keyId: 'operator', scopes: ['admin'] as const, anonymous: false };

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      scopes: { type: 'string' },
      secret: { type: 'string' },
      expires: { type: 'string' },
      grace: { type: 'string' },
    },
  });
  const [command, argument] = positionals;
  await using database = openDatabase(await findDatabase(), { max: 1 });
  const ctx = { database, caller: OPERATOR };
  switch (command) {
    case 'list': {
      const { data } = await listKeys(ctx, { limit: 100 });
      for (const key of data) {
        const state = key.revoked_at ? 'revoked' : 'active';
        console.log(
          [key.id, key.prefix.padEnd(13), state.padEnd(7), key.scopes.join(','), key.name].join(
            '  ',
          ),
        );
      }
      return;
    }
    case 'create': {
      if (!argument) throw new Error(USAGE);
      const scopes = scopeSchema
        .array()
        .min(1)
        .parse((values.scopes ?? 'read,create').split(','));
      const key = await createKey(ctx, {
        name: argument,
        scopes,
        ...(values.secret && { secret: values.secret }),
        ...(values.expires && { expires_at: new Date(values.expires).toISOString() }),
      });
      console.log(`${key.id}\n${key.secret}\nThe secret is shown this once.`);
      return;
    }
    case 'rotate': {
      if (!argument) throw new Error(USAGE);
      const grace = rotateKeySchema.shape.grace_seconds.parse(numberOrNone(values.grace));
      const key = await rotateKey(ctx, { id: argument, grace_seconds: grace });
      console.log(`${key.secret}\nThe old secret works until ${key.previous_expires_at}.`);
      return;
    }
    case 'revoke': {
      if (!argument) throw new Error(USAGE);
      const key = await revokeKey(ctx, { id: argument });
      console.log(`${key.id} (${key.name}) is revoked.`);
      return;
    }
    default:
      throw new Error(USAGE);
  }
}

const numberOrNone = (text?: string) => (text === undefined ? undefined : Number(text));

if (process.argv.slice(2).some((word) => ['help', '--help', '-h'].includes(word))) {
  console.log(USAGE);
} else {
  await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
