import type { Operation } from '../rest/openapi-document.ts';

const SHORT = 90;

/** A call of this operation that can be pasted into a shell where `$KEY` holds a key. */
export function curlExample(
  { method, path, operation }: { method: string; path: string; operation: Operation },
  base: string,
): string {
  const url = base + path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`);
  const parts = [
    'curl',
    method === 'get' ? '' : `-X ${method.toUpperCase()}`,
    operation.security.length === 0 ? '' : '-H "X-API-Key: $KEY"',
    ...(operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'header' && parameter.required)
      .map(({ name }) => `-H "${name}: ${name === 'Tus-Resumable' ? '1.0.0' : '…'}"`),
    ...Object.entries(operation.requestBody?.content ?? {}).map(([type, { example }]) =>
      bodyOption(type, example),
    ),
    `"${url}"`,
  ];
  const given = parts.filter((part) => part !== '');
  const line = given.join(' ');
  return line.length <= SHORT ? line : given.join(' \\\n  ');
}

function bodyOption(type: string, example: unknown): string {
  if (type === 'multipart/form-data') return '-F file=@portrait.jpg';
  const data = type === 'application/json' ? `'${JSON.stringify(example ?? {})}'` : '@part.bin';
  const option = type === 'application/json' ? '-d' : '--data-binary';
  return `-H "Content-Type: ${type}" ${option} ${data}`;
}
