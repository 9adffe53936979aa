import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'rolldown';
import ts from 'typescript';
import packageJson from '../package.json' with { type: 'json' };
import { printTypes } from './client-types.ts';

const ROOT = join(import.meta.dirname, '..');
const SOURCE = join(ROOT, 'src/client');
const ENTRIES = { node: 'node', browser: 'browser' } as const;

/**
 * Writes the package that programs install to use a Mouthpiece elsewhere: two bundles without dependencies and types
 * that stand alone. @param out the package's folder, made anew
 */
export async function buildClient(out: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const bundled = new Set<string>();
  for (const [entry, platform] of Object.entries(ENTRIES)) {
    const { output } = await build({
      input: join(SOURCE, `${entry}.ts`),
      platform,
      logLevel: 'warn',
      resolve: {
        alias: {
          'tus-js-client': join(ROOT, `node_modules/tus-js-client/lib.esm/${entry}/index.js`),
        },
      },
      output: { file: join(out, `${entry}.js`), format: 'esm', minify: true, comments: false },
    });
    for (const part of output) {
      for (const id of part.type === 'chunk' ? part.moduleIds : []) {
        const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id) ?? [];
        if (folder) bundled.add(folder);
      }
    }
  }
  await writeFile(join(out, 'THIRD-PARTY-LICENCES.txt'), await licencesOf([...bundled].sort()));
  await writeTypes(join(out, 'types'));
  await writeFile(join(out, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  await cp(join(ROOT, 'docs/guides/typescript-client.md'), join(out, 'README.md'));
}

/** The notices that the licences of the bundled packages ask to be kept. */
async function licencesOf(folders: string[]): Promise<string> {
  const texts = folders.map(async (folder) => {
    const names = await readdir(folder);
    const file = names.find((name) => /^licen[cs]e/i.test(name));
    const about = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const text = file ? await readFile(join(folder, file), 'utf8') : `Licence: ${about.license}\n`;
    return `${about.name} ${about.version}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(72)}\n\n`);
}

function manifest() {
  const { name, version, license, description } = packageJson;
  const entry = { types: './types/node.d.ts', browser: './browser.js', default: './node.js' };
  return {
    ...{ name, version, description, license, type: 'module' },
    engines: packageJson.engines,
    exports: { '.': entry, './client': entry },
    sideEffects: false,
  };
}

/** Declarations of the client's own modules; the types of the server among them are printed, not referred to. */
async function writeTypes(out: string): Promise<void> {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const entry = join(SOURCE, 'node.ts');
  const program = ts.createProgram([entry], {
    ...options,
    ...{ noEmit: false, incremental: false, declaration: true, emitDeclarationOnly: true },
    outDir: out,
    rootDir: join(ROOT, 'src'),
  });
  await mkdir(out, { recursive: true });
  const files: Promise<void>[] = [];
  for (const source of program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(`${SOURCE}/`))) {
    const name = source.fileName.slice(SOURCE.length + 1, -'.ts'.length);
    const write = (text: string) =>
      files.push(writeFile(join(out, `${name}.d.ts`), standAlone(name, text)));
    if (name === 'server-types') write(printTypes(program.getTypeChecker(), source));
    else program.emit(source, (_path, text) => write(text), undefined, true);
  }
  await Promise.all(files);
}

function standAlone(name: string, text: string): string {
  const foreign = /(?:from|import\()\s*['"]([^.'"][^'"]*)['"]/.exec(text);
  if (foreign) throw new Error(`The types of ${name} lean on ${foreign[1]}`);
  return text.replace(/((?:from|import\()\s*['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2');
}

if (import.meta.main) await buildClient(join(ROOT, 'dist/client'));
