import type { z } from 'zod';
import { AppError, type FieldError } from '../domain/errors.ts';

const SHOWN = 3;

/**
 * Checks what came from outside against its schema.
 * @throws AppError `validation_failed` with an RFC 6901 pointer for each field
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  refuseUnstorableText(value);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw validationError(parsed.error);
}

export function validationError(error: z.core.$ZodError): AppError {
  return refusal(error.issues.flatMap(fieldErrors));
}

function refusal(fields: FieldError[]): AppError {
  const shown = fields
    .slice(0, SHOWN)
    .map(({ pointer, detail }) => `${pointer || 'body'} ${detail}`);
  const more = fields.length > SHOWN ? `; and ${fields.length - SHOWN} more` : '';
  return new AppError('validation_failed', shown.join('; ') + more, { fields });
}

function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      detail: 'is not a known field',
    }));
  }
  const detail = issue.message.replace(/^Invalid input: /, '');
  return [
    { pointer: pointerTo(issue.path), detail: detail.charAt(0).toLowerCase() + detail.slice(1) },
  ];
}

// RFC 6901, section 3: "~" is encoded as "~0" and "/" as "~1".
function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}

/** NUL and unpaired surrogates are legal in JSON, but no text column can keep them. */
export function refuseUnstorableText(root: unknown): void {
  for (const { text, path } of texts(root)) {
    if (!UNSTORABLE.test(text)) continue;
    throw refusal([
      { pointer: pointerTo(path), detail: 'must not contain NUL or unpaired surrogates' },
    ]);
  }
}

const UNSTORABLE = /[\0\p{Surrogate}]/u;
const MAX_POINTER_PARTS = 32;

/** Every string and every key, without recursion: nesting is as deep as a caller likes. */
function* texts(root: unknown): Generator<{ text: string; path: PropertyKey[] }> {
  const stack: { value: unknown; path: PropertyKey[] }[] = [{ value: root, path: [] }];
  for (let item = stack.pop(); item; item = stack.pop()) {
    const { value, path } = item;
    if (typeof value === 'string') yield { text: value, path };
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      yield { text: key, path };
      stack.push({ value: inner, path: path.length < MAX_POINTER_PARTS ? [...path, key] : path });
    }
  }
}
