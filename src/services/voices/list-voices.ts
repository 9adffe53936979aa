import { listLiveCapabilities } from '../../data/workers.ts';
import type { Voice } from '../../domain/voice.ts';
import type { AppContext } from '../context.ts';

/** The voices that the running workers can speak with. */
export async function listVoices(app: AppContext): Promise<{ data: Voice[] }> {
  const workers = await listLiveCapabilities(app.database.pool);
  const byName = new Map(
    workers.flatMap(({ voices }) => voices.map((voice) => [voice.name, voice])),
  );
  return { data: [...byName.values()] };
}
