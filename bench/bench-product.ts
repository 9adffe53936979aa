import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch, type Product } from '../bin/launcher.ts';
import { UNHURRIED } from '../test/unhurried.ts';

/** The whole product on a free port and an empty folder, as durable as an operator's, gone afterwards. */
export async function withProduct<T>(
  measure: (product: Product) => Promise<T>,
  settings: Record<string, string> = {},
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-bench-'));
  try {
    await using product = await launch({
      settings: {
        PORT: '0',
        MOUTHPIECE_DATA_DIR: join(folder, 'data'),
        ...UNHURRIED,
        LOG_LEVEL: 'warn',
        ...settings,
      },
      logFile: join(folder, 'log'),
    });
    return await measure(product);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
