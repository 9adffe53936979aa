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

/** A file that came whole; the folder entry goes with this object unless someone has moved it. */
export type ReceivedFile = AsyncDisposable & {
  path: string;
  filename: string;
  bytes: number;
  sha256: string;
  fields: Record<string, string>;
};

const FORM_OVERHEAD_BYTES = 100_000;

/**
 * Streams a multipart form with one file to disk, hashing on the way; parts come in any order. Whatever goes wrong, an
 * aborted connection included, leaves nothing behind.
 */
export async function receiveFile(
  app: AppContext,
  request: IncomingMessage,
  names: { file: string; fields: readonly string[] },
): Promise<ReceivedFile> {
  const limit = maxUploadBytes(app);
  if (Number(request.headers['content-length'] ?? 0) > limit + FORM_OVERHEAD_BYTES) {
    throw tooLarge(limit);
  }
  const path = join(app.paths.uploads, `incoming-${randomUUID()}`);
  try {
    const form = await readForm(request, { path, limit, ...names });
    return { ...form, path, [Symbol.asyncDispose]: () => rm(path, { force: true }) };
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

type Target = { path: string; limit: number; file: string; fields: readonly string[] };
type Stored = { filename: string; bytes: number; sha256: string };

async function readForm(
  request: IncomingMessage,
  target: Target,
): Promise<Stored & { fields: Record<string, string> }> {
  const parser = openParser(request);
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const fields = collectFields(parser, target, reject);
  const files = collectFile(parser, target, reject);
  await feed(request, parser, failed);
  const [file] = files;
  if (!file) throw fieldError(target.file, 'is needed: send the file as this part');
  return { ...(await file), fields };
}

type Refuse = (error: unknown) => void;

function collectFile(parser: busboy.Busboy, target: Target, refuse: Refuse): Promise<Stored>[] {
  const files: Promise<Stored>[] = [];
  parser.on('file', (name, stream, info) => {
    if (name === target.file && files.length === 0) {
      const file = store(stream, info.filename ?? '', target);
      file.catch(refuse);
      files.push(file);
      return;
    }
    stream.on('error', () => {}).resume();
    refuse(unknownField(name, target));
  });
  return files;
}

function collectFields(
  parser: busboy.Busboy,
  target: Target,
  refuse: Refuse,
): Record<string, string> {
  const fields: Record<string, string> = {};
  parser.on('field', (name, value, info) => {
    if (!target.fields.includes(name) || name in fields) refuse(unknownField(name, target));
    else if (info.valueTruncated) refuse(fieldError(name, 'is too long'));
    else fields[name] = value;
  });
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
    parser.on(limit, () => refuse(new AppError('invalid_request', 'The form has too many parts')));
  }
  return fields;
}

function openParser(request: IncomingMessage): busboy.Busboy {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new AppError('unsupported_media_type', 'Send the file as multipart/form-data');
  }
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 2, fields: 20, parts: 24, fieldSize: 4_096, fieldNameSize: 100 },
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

async function store(stream: Readable, filename: string, target: Target): Promise<Stored> {
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
  await pipeline(stream, meter, createWriteStream(target.path, { flags: 'wx' }));
  return { filename, bytes, sha256: hash.digest('hex') };
}

function tooLarge(limit: number): AppError {
  return new AppError('payload_too_large', `A file may have at most ${limit} bytes`);
}

function unknownField(name: string, target: Target): AppError {
  const known = [target.file, ...target.fields].includes(name);
  return fieldError(name, known ? 'must be given once' : 'is not a known field');
}

function fieldError(name: string, detail: string): AppError {
  const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return new AppError('validation_failed', `${name} ${detail}`, { fields: [{ pointer, detail }] });
}
