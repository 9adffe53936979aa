import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { runCommand } from '../bin/run-command.ts';
import { type Claim, claimOf } from './claim.ts';

const ROOT = join(import.meta.dirname, '..');
const KB = 1000;
const MOST_KB = 90;

/** How much script the first page brings beyond what the same Next sends for a page without any of its own. */
export async function measurePageWeight(): Promise<Claim[]> {
  const build = join(ROOT, '.next');
  if (!existsSync(join(build, 'BUILD_ID'))) await buildPages(ROOT);
  const page = await scriptKb(build, 'studio/page');
  const bare = await bareKb();
  return [
    claimOf({
      name: 'page.create.overBareNextKb',
      unit: 'kB',
      target: { atMost: MOST_KB },
      samples: [page - bare],
      notes: [`${page.toFixed(0)} kB brotli in all, ${bare.toFixed(0)} of them a bare Next page`],
    }),
  ];
}

/** Below the project, so that it is built by the same packages. */
async function bareKb(): Promise<number> {
  await mkdir(join(ROOT, '.next'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, '.next', 'bare-'));
  try {
    await mkdir(join(folder, 'app'));
    const layout =
      'export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n';
    await writeFile(join(folder, 'package.json'), '{ "name": "bare", "private": true }\n');
    await writeFile(
      join(folder, 'next.config.mjs'),
      `export default { turbopack: { root: ${JSON.stringify(ROOT)} } };\n`,
    );
    await writeFile(join(folder, 'app', 'layout.jsx'), layout);
    await writeFile(join(folder, 'app', 'page.jsx'), 'export default () => <p>Bare</p>;\n');
    await buildPages(folder);
    return await scriptKb(join(folder, '.next'), 'page');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function buildPages(folder: string): Promise<void> {
  const { code, output } = await runCommand(['next', 'build', folder]);
  if (code !== 0) throw new Error(`the pages could not be built:\n${output}`);
}

/** Every script of the first load, as it goes over the wire: what all pages share and what this one names. */
async function scriptKb(build: string, page: string): Promise<number> {
  const { rootMainFiles } = JSON.parse(
    await readFile(join(build, 'build-manifest.json'), 'utf8'),
  ) as { rootMainFiles: string[] };
  const manifest = await readFile(
    join(build, 'server', 'app', `${page}_client-reference-manifest.js`),
    'utf8',
  );
  const entries = JSON.parse(manifest.slice(manifest.indexOf('= {') + 2).replace(/;\s*$/, '')) as {
    entryJSFiles: Record<string, string[]>;
  };
  const files = new Set([...rootMainFiles, ...Object.values(entries.entryJSFiles).flat()]);
  let bytes = 0;
  for (const file of files) {
    bytes += brotliCompressSync(
      await readFile(join(build, file.replace(/^\/?_next\//, ''))),
    ).length;
  }
  return bytes / KB;
}
