import { inspect } from 'node:util';
import type { Operation } from '../rest/openapi-document.ts';
import { appRouter } from '../trpc/router.ts';
import { exampleParts } from './form-parts.ts';

type Line = { method: string; path: string; operation: Operation };

/** What the client does better than the bare call. */
const BY_ID: Record<string, string> = {
  'assets.create': "const asset = await mouthpiece.upload('portrait.jpg');",
  'assets.content': "await mouthpiece.download(id, 'file');",
  'tasks.events':
    'for await (const task of mouthpiece.follow(id)) {\n  console.log(task.status, task.progress);\n}',
  'uploads.create':
    "const asset = await mouthpiece.upload('voice.wav', {\n  onProgress: (sent, total) => console.log(sent, total),\n});",
};

/** By their whole path, whatever the type says. */
const procedures = appRouter._def.procedures as unknown as Record<
  string,
  { _def: { type: string } } | undefined
>;

/** The same call in TypeScript, where `mouthpiece` is a client and `url` and `key` what it was made with. */
export function typescriptExample(line: Line): string {
  const { operation } = line;
  const better = BY_ID[operation.operationId];
  if (better) return better;
  if (operation.operationId === 'tasks.create') {
    return `const task = await mouthpiece.make(${show(exampleOf(operation))});`;
  }
  const type = procedures[operation.operationId]?._def.type;
  if (type === 'query' || type === 'mutation') {
    const verb = type === 'query' ? 'query' : 'mutate';
    return `const answer = await mouthpiece.api.${operation.operationId}.${verb}(${inputOf(line)});`;
  }
  return fetchExample(line);
}

function inputOf({ path, operation }: Line): string {
  const names = namesIn(path);
  const body = exampleOf(operation);
  if (names.length === 0) {
    if (body !== undefined) return show(body);
    return operation.parameters?.some((parameter) => parameter.in === 'query') ? '{}' : '';
  }
  const members = [...names, ...(body ? [`...${show(body)}`] : [])];
  return `{ ${members.join(', ')} }`;
}

function fetchExample({ method, path, operation }: Line): string {
  const parts = exampleParts(operation);
  const body = parts.length > 0 ? undefined : exampleOf(operation);
  const bytes = 'application/offset+octet-stream' in (operation.requestBody?.content ?? {});
  const headers = [
    ...(operation.security.length > 0 ? ['authorization: `Bearer ${' + 'key}`'] : []),
    ...(body === undefined ? [] : ["'content-type': 'application/json'"]),
    ...(bytes ? ["'content-type': 'application/offset+octet-stream'"] : []),
    ...(operation.parameters ?? [])
      .filter((parameter) => parameter.in === 'header' && parameter.required)
      .map(({ name, example }) => `'${name.toLowerCase()}': '${example ?? ''}'`),
  ];
  const members = [
    ...(method === 'get' ? [] : [`method: '${method.toUpperCase()}'`]),
    ...(headers.length > 0 ? [`headers: { ${headers.join(', ')} }`] : []),
    ...(body === undefined ? [] : [`body: JSON.stringify(${show(body)})`]),
    ...(bytes ? ['body: bytes'] : []),
    ...(parts.length > 0 ? ['body: form'] : []),
  ];
  const address = `\`\${url}${path.replace(/\{(\w+)\}/g, '$${$1}')}\``;
  const rest = members.length > 0 ? `, {\n  ${members.join(',\n  ')},\n}` : '';
  const form = parts.map(
    ([name, value]) => `form.append('${name}', ${value.startsWith('@') ? 'bytes' : `'${value}'`});`,
  );
  const lines = parts.length > 0 ? ['const form = new FormData();', ...form] : [];
  return [...lines, `const response = await fetch(${address}${rest});`].join('\n');
}

export function namesIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

function exampleOf(operation: Operation): unknown {
  return operation.requestBody?.content['application/json']?.example;
}

function show(value: unknown): string {
  return inspect(value, { depth: null, breakLength: 70, sorted: false, maxStringLength: null });
}
