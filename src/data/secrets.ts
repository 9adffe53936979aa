import { randomBytes } from 'node:crypto';
import type { Db } from './db.ts';

/** The installation's secret of this name; made once, whoever asks first. */
export async function getSecret(db: Db, name: string): Promise<Uint8Array> {
  await db.secret.createMany({ data: [{ name, value: randomBytes(32) }], skipDuplicates: true });
  return (await db.secret.findUniqueOrThrow({ where: { name } })).value;
}
