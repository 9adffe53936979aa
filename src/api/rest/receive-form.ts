import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';
import { AppError } from '../../domain/errors.ts';
import { maxUploadBytes } from '../../services/assets/begin-upload.ts';
import type { AppContext } from '../../services/context.ts';

/** A file that came whole, at a path of ours. */
export type ReceivedFile = { path: string; filename: string; bytes: number; sha256: string };

/** A whole form; what nobody has moved of its files goes with this object. */
export type ReceivedForm = AsyncDisposable & {
  files: Record<string, ReceivedFile[]>;
  fields: Record<string, string>;
};

/** The parts that a form may have: files with how many of each, and fields, each once. */
export type FormParts = {
  files: Readonly<Record<string, number>>;
  fields: readonly string[];
  /** Of one file; by default as much as any upload may have. */
  maxBytes?: number;
};

const FORM_OVERHEAD_BYTES = 100_000;
const FIELD_BYTES = 8_192;

/**
 * Streams a multipart form to disk, hashing on the way; parts come in any order. Whatever goes wrong, an aborted
 * connection included, leaves nothing behind.
 */
export async function receiveForm(
  app: AppContext,
  request: IncomingMessage,
  parts: FormParts,
): Promise<ReceivedForm> {
  const limit = parts.maxBytes ?? maxUploadBytes(app);
  const mostFiles = Object.values(parts.files).reduce((sum, most) => sum + most, 0);
  if (Number(request.headers['content-length'] ?? 0) > limit * mostFiles + FORM_OVERHEAD_BYTES) {
    throw tooLarge(limit);
  }
  const target: Target = { ...parts, limit, mostFiles, folder: app.paths.uploads, paths: [] };
  const cleanUp = async () => {
    await Promise.all(target.paths.map((path) => rm(path, { force: true })));
  };
  try {
    const form = await readForm(request, target);
    return { ...form, [Symbol.asyncDispose]: cleanUp };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

/** The one file of this name. @throws AppError `validation_failed` where there is none */
export function getFile(form: Pick<ReceivedForm, 'files'>, name: string): ReceivedFile {
  const [file] = form.files[name] ?? [];
  if (!file) throw partError(name, 'is needed: send the file as this part');
  return file;
}

type Target = FormParts & { limit: number; mostFiles: number; folder: string; paths: string[] };
type Refuse = (error: unknown) => void;

async function readForm(
  request: IncomingMessage,
  target: Target,
): Promise<Pick<ReceivedForm, 'files' | 'fields'>> {
  const parser = openParser(request, target);
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const fields = collectFields(parser, target, reject);
  const coming = collectFiles(parser, target, reject);
  await feed(request, parser, failed);
  const files: Record<string, ReceivedFile[]> = {};
  for (const { name, file } of coming) files[name] = [...(files[name] ?? []), await file];
  return { files, fields };
}

type Coming = { name: string; file: Promise<ReceivedFile> };

function collectFiles(parser: busboy.Busboy, target: Target, refuse: Refuse): Coming[] {
  const coming: Coming[] = [];
  parser.on('file', (name, stream, info) => {
    const already = coming.filter((each) => each.name === name).length;
    if (already < (target.files[name] ?? 0)) {
      const file = store(stream, nameOf(info.filename ?? ''), target);
      file.catch(refuse);
      coming.push({ name, file });
      return;
    }
    stream.on('error', () => {}).resume();
    refuse(unknownPart(name, target));
  });
  return coming;
}

function collectFields(
  parser: busboy.Busboy,
  target: Target,
  refuse: Refuse,
): Record<string, string> {
  const fields: Record<string, string> = {};
  parser.on('field', (name, value, info) => {
    if (!target.fields.includes(name) || name in fields) refuse(unknownPart(name, target));
    else if (info.valueTruncated) refuse(partError(name, 'is too long'));
    else fields[name] = value;
  });
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
    parser.on(limit, () => refuse(new AppError('invalid_request', 'The form has too many parts')));
  }
  return fields;
}

function openParser(request: IncomingMessage, { mostFiles }: Target): busboy.Busboy {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new AppError('unsupported_media_type', 'Send the file as multipart/form-data');
  }
  const [files, fields] = [mostFiles + 1, 20];
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files, fields, parts: files + fields, fieldSize: FIELD_BYTES, fieldNameSize: 100 },
    });
  } catch (cause) {
    throw new AppError('invalid_request', 'The multipart form has no usable boundary', { cause });
  }
}

/** Pushes the request through the parser without destroying it on an error: the answer still has to get out. */
async function feed(
  request: IncomingMessage,
  parser: busboy.Busboy,
  failed: Promise<never>,
): Promise<void> {
  const ended = new Promise<void>((resolve, reject) => {
    parser.once('close', resolve);
    parser.once('error', (cause: unknown) =>
      reject(new AppError('invalid_request', 'The multipart form ended early', { cause })),
    );
    request.once('close', () => {
      if (!request.complete) reject(new AppError('invalid_request', 'The connection was closed'));
    });
    request.once('error', reject);
  });
  request.pipe(parser);
  try {
    await Promise.race([ended, failed]);
  } catch (error) {
    request.unpipe(parser);
    parser.on('error', () => {});
    parser.destroy();
    throw error;
  }
}

async function store(stream: Readable, filename: string, target: Target): Promise<ReceivedFile> {
  const path = join(target.folder, `incoming-${randomUUID()}`);
  target.paths.push(path);
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > target.limit) return done(tooLarge(target.limit));
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(stream, meter, createWriteStream(path, { flags: 'wx' }));
  return { path, filename, bytes, sha256: hash.digest('hex') };
}

/** Some clients send what is not ASCII in a name percent-encoded, which no other header of the part says. */
function nameOf(filename: string): string {
  if (!/%[89a-f][0-9a-f]/i.test(filename)) return filename;
  try {
    return decodeURIComponent(filename);
  } catch {
    return filename;
  }
}

function tooLarge(limit: number): AppError {
  return new AppError(
    'payload_too_large',
    `A file may have at most ${limit} bytes: make it smaller, or cut it`,
  );
}

function unknownPart(name: string, { files, fields }: Target): AppError {
  if (fields.includes(name)) return partError(name, 'must be given once, as a field');
  const most = files[name];
  if (most === undefined) return partError(name, 'is not a known field');
  return partError(name, `must be a file, given ${most === 1 ? 'once' : `at most ${most} times`}`);
}

/** What is wrong with one part of a form. */
export function partError(name: string, detail: string): AppError {
  const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return new AppError('validation_failed', `${name} ${detail}`, { fields: [{ pointer, detail }] });
}
