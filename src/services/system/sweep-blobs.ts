import { listAssetsById } from '../../data/assets.ts';
import { listFaceTrackBlobs } from '../../data/face-tracks.ts';
import { listPreviewBlobs } from '../../data/preview-segments.ts';
import type { AppContext } from '../context.ts';

const BATCH = 500;

/** What this process saw without a row when it last looked: a clock that jumps must not make a new blob look old. */
const suspects = new WeakMap<AppContext['blobs'], Set<string>>();

/**
 * Removes bytes that no row names, seen twice so: what is left when a process dies between storing a file and recording
 * it.
 */
export async function sweepBlobs(app: AppContext): Promise<void> {
  const before = Date.now() - app.env.MOUTHPIECE_TIMING_ORPHAN_MS;
  const known = suspects.get(app.blobs) ?? new Set();
  const orphans: string[] = [];
  let names: string[] = [];
  for await (const { name, storedAt } of app.blobs.list()) {
    if (storedAt.getTime() > before) continue;
    names.push(name);
    if (names.length < BATCH) continue;
    orphans.push(...(await listOrphans(app, names)));
    names = [];
  }
  orphans.push(...(await listOrphans(app, names)));
  for (const name of orphans.filter((each) => known.has(each))) {
    app.logger.info({ blob: name }, 'removing a blob that no row names');
    await app.blobs.remove(name);
  }
  suspects.set(app.blobs, new Set(orphans));
}

async function listOrphans(app: AppContext, names: string[]): Promise<string[]> {
  const idOf = (name: string) => name.split('.', 1)[0] ?? name;
  const rows = await listAssetsById(app.database.pool, [...new Set(names.map(idOf))]);
  const known = new Set(
    rows.flatMap(({ id, status, blob, thumbnailBlob, captionsBlob }) =>
      // An upload's bytes come before its row says so, and so does the thumbnail that probing makes.
      status === 'uploading' || status === 'probing'
        ? [id, `${id}.webp`]
        : [blob, thumbnailBlob, captionsBlob],
    ),
  );
  for (const blob of await listPreviewBlobs(app.database.pool, names)) known.add(blob);
  for (const blob of await listFaceTrackBlobs(app.database.pool, names)) known.add(blob);
  return names.filter((name) => !known.has(name));
}
