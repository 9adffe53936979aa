import type { Operation } from '../rest/openapi-document.ts';
import { exampleParts } from './form-parts.ts';

const SHORT = 90;
/** Of a body with its quotes, on the line that names its type. */
const SHORT_BODY = 40;
const METHODS: Record<string, string> = { get: '', head: '-I' };

/** A call of this operation that can be pasted into a shell where `$KEY` holds a key. */
export function curlExample(
  { method, path, operation }: { method: string; path: string; operation: Operation },
  origin: string,
): string {
  const url = origin + path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`);
  const parts = [
    'curl',
    METHODS[method] ?? `-X ${method.toUpperCase()}`,
    operation.security.length === 0 ? '' : '-H "X-API-Key: $KEY"',
    ...(operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'header' && parameter.required)
      .map(({ name, example }) => `-H "${name}: ${example ?? '…'}"`),
    ...bodyOptions(operation),
    `"${url}"`,
  ];
  const given = parts.filter((part) => part !== '');
  const line = given.join(' ');
  return line.length <= SHORT ? line : given.join(' \\\n  ');
}

/** Of several kinds of body the first. */
function bodyOptions(operation: Operation): string[] {
  const [first] = Object.entries(operation.requestBody?.content ?? {});
  if (!first) return [];
  const [type, { example }] = first;
  if (type !== 'multipart/form-data') return [bodyOption(type, example)];
  return exampleParts(operation).map(([name, value]) => `-F ${name}=${value}`);
}

function bodyOption(type: string, example: unknown): string {
  if (type !== 'application/json') return `-H "Content-Type: ${type}" --data-binary @part.bin`;
  const short = JSON.stringify(example ?? {});
  const body = short.length <= SHORT_BODY ? short : JSON.stringify(example, null, 2);
  return `-H "Content-Type: ${type}" -d '${body.replaceAll("'", String.raw`'\''`)}'`;
}
