import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import { AppError } from '../domain/errors.ts';

/**
 * The whole body, at most `limit` bytes. One that is too large is refused without breaking the connection, so that the
 * caller can read why.
 */
export function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const tooLarge = () =>
      reject(
        new AppError(
          'payload_too_large',
          `The body may have at most ${limit} bytes: upload files instead of sending them inside`,
        ),
      );
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= limit) chunks.push(chunk);
      else {
        request.off('data', take);
        request.pause();
        tooLarge();
      }
    };
    if (Number(request.headers['content-length'] ?? 0) > limit) return tooLarge();
    finished(request, { writable: false }, (error) => {
      if (error) reject(new AppError('invalid_request', 'The body ended early', { cause: error }));
      else resolve(Buffer.concat(chunks));
    });
    request.on('data', take);
  });
}

/** The body as JSON. @throws AppError for another content type, too many bytes, or what is not JSON in UTF-8 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^application\/([a-z0-9.+-]+\+)?json$/.test(type)) {
    throw new AppError('unsupported_media_type', 'Send the body as application/json');
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new AppError('unsupported_media_type', 'Send the body without a content encoding');
  }
  return parseJson(await readBytes(request, limit));
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new AppError('invalid_request', 'The body is not valid JSON in UTF-8', { cause });
  }
}
