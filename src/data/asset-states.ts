import type { Database } from './db.ts';
import type { ReadById } from './gathered-reads.ts';

export type AssetState = { keyId: string; status: string };

const STATE: ReadById<AssetState> = {
  name: 'asset-state',
  text: `
    SELECT asked.id, json_build_object('keyId', a.key_id, 'status', a.status) AS row
    FROM unnest((SELECT $1::text[])) asked(id),
      LATERAL (SELECT key_id, status FROM assets WHERE id = asked.id OFFSET 0) a`,
  decode: (json) => json as AssetState,
};

/** What every piece of an upload asks for before it is taken. */
export function findAssetState(database: Database, id: string): Promise<AssetState | null> {
  return database.reads.find(STATE, id);
}
