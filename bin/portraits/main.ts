import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { presenterFiles } from './presenter-files.ts';

const folder = join(import.meta.dirname, '../../public/presenters');
await mkdir(folder, { recursive: true });
for (const [name, content] of presenterFiles()) {
  await writeFile(join(folder, name), content);
  console.log(`${name} ${(Buffer.byteLength(content) / 1000).toFixed(1)} kB`);
}
