import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { ERRORS } from '../../domain/errors.ts';
import { buildOpenApi } from '../rest/openapi.ts';
import type { OpenApi, Operation } from '../rest/openapi-document.ts';
import { curlExample } from './curl-example.ts';
import { STYLE } from './style.ts';

type Markup = ReturnType<typeof html>;
type Line = { method: string; path: string; operation: Operation };

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');
/** Nothing but this page's own style: no script, no other host. */
export const DOCS_POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The reference of the API as one page without scripts, printed from the OpenAPI document. */
export function renderDocs(origin: string): Markup {
  const api = buildOpenApi();
  const base = origin + (api.servers[0]?.url ?? '');
  const lines = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${api.info.title} API</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<nav aria-label="Contents">
<p class="brand">${api.info.title}</p>
${api.tags.map((tag) => contents(tag.name, lines))}
<p class="group"><a href="#schemas">Schemas</a></p>
<p class="group"><a href="#errors">Errors</a></p>
</nav>
<main>
${introduction(api, base)}
${api.tags.map((tag) => section(tag, lines, base))}
${schemas(api)}
${errors()}
</main>
</body>
</html>`;
}

function ofTag(tag: string, lines: Line[]): Line[] {
  return lines.filter(({ operation }) => operation.tags.includes(tag));
}

function contents(tag: string, lines: Line[]): Markup {
  return html`<p class="group"><a href="#${tag}">${tag}</a></p>
<ul>${ofTag(tag, lines).map(
    ({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`,
  )}</ul>`;
}

function introduction(api: OpenApi, base: string): Markup {
  return html`<h1>${api.info.title} API</h1>
<p class="lead">${api.info.description} Version ${api.info.version}. For programs: <a href="${api.servers[0]?.url}/openapi.json">OpenAPI 3.1</a>.</p>
<h2 id="start">Start</h2>
<p>Send a key as <code>X-API-Key</code> or as <code>Authorization: Bearer</code>. Calls from the machine itself need none unless the operator says otherwise.</p>
<pre><code>KEY=mp_live_…
ASSET=$(curl -s -H "X-API-Key: $KEY" -F file=@voice.wav ${base}/assets | jq -r .id)
TASK=$(curl -s -H "X-API-Key: $KEY" -H 'Content-Type: application/json' \\
  -d '{"type":"lipsync","input":{"image":"portrait:host","audio":"'$ASSET'"}}' ${base}/tasks | jq -r .id)
curl -s -H "X-API-Key: $KEY" "${base}/tasks/$TASK?wait=30" | jq '{status, progress, result_url}'</code></pre>
<p>Every creating call takes an <code>Idempotency-Key</code> where it is listed: repeat the call with the same key and body, and you get the first answer again. Lists come in pages; pass <code>next_cursor</code> as <code>cursor</code>. Unknown fields are refused, with a pointer to each.</p>`;
}

function section(tag: OpenApi['tags'][number], lines: Line[], base: string): Markup {
  return html`<h2 id="${tag.name}">${tag.name}</h2>
<p>${tag.description}.</p>
${ofTag(tag.name, lines).map((line) => endpoint(line, base))}`;
}

function endpoint({ method, path, operation }: Line, base: string): Markup {
  const { parameters = [], requestBody, responses, description } = operation;
  return html`<article id="${operation.operationId}">
<h3>${operation.summary}</h3>
<p class="address"><span class="method ${method}">${method.toUpperCase()}</span> <code>${new URL(base).pathname}${path}</code></p>
${description ? html`<p>${prose(description)}</p>` : ''}
${
  parameters.length === 0
    ? ''
    : html`<table class="parameters"><thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead><tbody>${parameters.map(
        (parameter) =>
          html`<tr><td><code>${parameter.name}</code></td><td>${parameter.in}</td><td>${prose(parameter.description ?? '')} ${constraint(parameter.schema)}</td></tr>`,
      )}</tbody></table>`
}
${requestBody ? html`<p>Body: ${Object.entries(requestBody.content).map(([type, { schema }]) => html`<code>${type}</code> ${schema ? schemaLink(schema) : ''}`)}</p>` : ''}
<pre><code>${curlExample({ method, path, operation }, base)}</code></pre>
<table class="answers"><thead><tr><th>Status</th><th>Answer</th></tr></thead><tbody>${Object.entries(
    responses,
  ).map(
    ([status, response]) =>
      html`<tr><td><code>${status}</code></td><td>${prose(response.description)} ${Number(status) < 400 ? Object.values(response.content ?? {}).map(({ schema }) => (schema ? schemaLink(schema) : '')) : ''}</td></tr>`,
  )}</tbody></table>
</article>`;
}

function constraint(schema: object): Markup {
  const facts = Object.entries(schema)
    .filter(([name]) => ['enum', 'minimum', 'maximum', 'default'].includes(name))
    .map(([name, value]) => `${name}: ${Array.isArray(value) ? value.join(', ') : value}`);
  return facts.length === 0 ? html`` : html`<small>${facts.join('; ')}</small>`;
}

function schemaLink(schema: { $ref?: string | undefined }): Markup {
  const name = schema.$ref?.split('/').at(-1);
  if (name) return html`<a href="#schema-${name}">${name}</a>`;
  return html`<details><summary>Schema</summary><pre><code>${JSON.stringify(schema, null, 2)}</code></pre></details>`;
}

function schemas(api: OpenApi): Markup {
  return html`<h2 id="schemas">Schemas</h2>
${Object.entries(api.components.schemas).map(
  ([name, schema]) =>
    html`<details id="schema-${name}"><summary>${name}</summary><pre><code>${JSON.stringify(schema, null, 2)}</code></pre></details>`,
)}`;
}

function errors(): Markup {
  return html`<h2 id="errors">Errors</h2>
<p>Errors are <code>application/problem+json</code> (RFC 9457). <code>code</code> is one of these; where trying again can help, it says so.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th><th>Again?</th></tr></thead><tbody>${Object.entries(
    ERRORS,
  ).map(
    ([code, { status, title, retryable }]) =>
      html`<tr id="error-${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td><td>${retryable ? 'yes' : ''}</td></tr>`,
  )}</tbody></table>`;
}

/** Text with `code` in it. */
function prose(text: string): Markup[] {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
