import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insertAsset } from '#/data/assets.ts';
import { newId } from '#/domain/ids.ts';
import { ANONYMOUS_KEY_ID } from '#/domain/key.ts';
import type { AppContext } from '#/services/context.ts';

/** A finished video of these bytes, as a worker would have stored it. @returns the id of the asset */
export async function addResult(app: AppContext, bytes: string): Promise<string> {
  const id = newId('asset');
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-result-'));
  await writeFile(join(folder, 'a.mp4'), bytes);
  await app.blobs.adopt(id, join(folder, 'a.mp4'));
  await rm(folder, { recursive: true });
  const seen = { kind: 'video', mime: 'video/mp4', bytes: bytes.length, durationMs: 4200 };
  const row = { ...seen, id, keyId: ANONYMOUS_KEY_ID, status: 'ready', filename: 'a.mp4' };
  await insertAsset(app.database.pool, { ...row, blob: id, sha256: 'ab' });
  return id;
}
