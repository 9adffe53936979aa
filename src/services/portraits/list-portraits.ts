import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Portrait, portraitSchema } from '../../domain/voice.ts';

const ROOT = join(import.meta.dirname, '../../../public/presenters');

const catalogueSchema = z.array(
  portraitSchema
    .omit({ url: true, cutout_url: true })
    .extend({ file: z.string(), cutout: z.string() }),
);

let catalogue: z.infer<typeof catalogueSchema> | undefined;

function readCatalogue() {
  catalogue ??= catalogueSchema.parse(
    JSON.parse(readFileSync(join(ROOT, 'presenters.json'), 'utf8')),
  );
  return catalogue;
}

/** The built-in people, drawn by this project. */
export async function listPortraits(): Promise<{ data: Portrait[] }> {
  const data = readCatalogue().map(({ file, cutout, ...portrait }) => ({
    ...portrait,
    url: `/presenters/${file}`,
    cutout_url: `/presenters/${cutout}`,
  }));
  return { data };
}

/** Where `portrait:NAME` is shown; null when there is no such portrait. */
export function portraitUrl(reference: string): string | null {
  const name = reference.slice('portrait:'.length);
  const found = readCatalogue().find((portrait) => portrait.name === name);
  return found ? `/presenters/${found.file}` : null;
}

/** The local file behind `portrait:NAME`; null when there is no such portrait. */
export function findPortrait(reference: string): { path: string } | null {
  const name = reference.slice('portrait:'.length);
  const found = readCatalogue().find((portrait) => portrait.name === name);
  return found ? { path: join(ROOT, found.file) } : null;
}
