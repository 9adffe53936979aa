import { html } from 'hono/html';
import { ERRORS } from '../../domain/errors.ts';
import type { OpenApi, Operation } from '../rest/openapi-document.ts';
import { REST_BASE } from '../rest/routes.ts';
import { curlExample } from './curl-example.ts';
import { codeBlock, type Markup, prose } from './markup.ts';
import { tryForm } from './try-form.ts';
import { typescriptExample } from './typescript-example.ts';

export type Line = { method: string; path: string; operation: Operation };

export function linesOf(api: OpenApi): Line[] {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
}

export function referenceContents(api: OpenApi): Markup {
  const lines = linesOf(api);
  return html`${api.tags.map(
    (tag) => html`<p class="group"><a href="/docs#${tag.name}">${tag.name}</a></p>
<ul>${ofTag(tag.name, lines).map(
      ({ operation }) =>
        html`<li><a href="/docs#${operation.operationId}">${operation.summary}</a></li>`,
    )}</ul>`,
  )}
<p class="group"><a href="/docs#schemas">Schemas</a></p>
<p class="group"><a href="/docs#errors">Errors</a></p>`;
}

/** The reference, printed from the OpenAPI document. @param origin where this server answers */
export function renderReference(api: OpenApi, origin: string): Markup {
  const lines = linesOf(api);
  return html`${introduction(api, origin)}
${api.tags.map((tag) => section(tag, lines, origin))}
${schemas(api)}
${errors()}`;
}

function ofTag(tag: string, lines: Line[]): Line[] {
  return lines.filter(({ operation }) => operation.tags.includes(tag));
}

function introduction(api: OpenApi, origin: string): Markup {
  return html`<h1>API reference</h1>
<p class="lead">${api.info.description} Version ${api.info.version}. For programs: <a href="${REST_BASE}/openapi.json">OpenAPI 3.1</a>. New here? <a href="/docs/guides/first-video">The first video</a> takes five minutes.</p>
<p>Send a key as <code>X-API-Key</code> or as <code>Authorization: Bearer</code>. Calls from the machine itself need none unless the operator says otherwise. Every creating call takes an <code>Idempotency-Key</code> where it is listed: repeat it with the same key and body, and you get the first answer again. Lists come in pages; pass <code>next_cursor</code> as <code>cursor</code>. Unknown fields are refused, with a pointer to each.</p>
${codeBlock(`curl -H "X-API-Key: $KEY" "${origin}${REST_BASE}/tasks?limit=5"`, 'sh')}
<form class="credential" hidden><fieldset><legend>Try it as</legend>
<label><input type="radio" name="as" value="session" checked> this browser’s session</label>
<label><input type="radio" name="as" value="key"> a key</label>
<label class="key" for="credential-key">Key</label><input id="credential-key" name="key" type="password" autocomplete="off" spellcheck="false" placeholder="mp_live_…" disabled>
<p><small>The key stays in this page and is forgotten when it closes.</small></p></fieldset>
<fieldset class="language"><legend>Examples in</legend>
<label><input type="radio" name="language" value="sh" checked> curl</label>
<label><input type="radio" name="language" value="ts"> TypeScript</label></fieldset></form>`;
}

function section(tag: OpenApi['tags'][number], lines: Line[], origin: string): Markup {
  return html`<h2 id="${tag.name}">${tag.name}</h2>
<p>${tag.description}.</p>
${ofTag(tag.name, lines).map((line) => endpoint(line, origin))}`;
}

function endpoint(line: Line, origin: string): Markup {
  const { method, path, operation } = line;
  const { parameters = [], requestBody, responses, description } = operation;
  return html`<article id="${operation.operationId}">
<div class="words">
<h3>${operation.summary}</h3>
<p class="address"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
${description ? html`<p>${prose(description)}</p>` : ''}
${parameters.length === 0 ? '' : parameterTable(parameters)}
${requestBody ? html`<p>Body: ${Object.entries(requestBody.content).map(([type, { schema }]) => html`<code>${type}</code> ${schema ? schemaLink(schema) : ''}`)}</p>` : ''}
<table class="answers"><thead><tr><th>Status</th><th>Answer</th></tr></thead><tbody>${Object.entries(
    responses,
  ).map(
    ([status, response]) =>
      html`<tr><td><code>${status}</code></td><td>${prose(response.description)} ${Number(status) < 400 ? Object.values(response.content ?? {}).map(({ schema }) => (schema ? schemaLink(schema) : '')) : ''}</td></tr>`,
  )}</tbody></table>
</div>
<div class="examples">
${codeBlock(curlExample(line, origin), 'sh')}
${codeBlock(typescriptExample(line), 'ts')}
${answerExample(responses)}
${tryForm(line)}
</div>
</article>`;
}

function parameterTable(parameters: NonNullable<Operation['parameters']>): Markup {
  return html`<table class="parameters"><thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead><tbody>${parameters.map(
    (parameter) =>
      html`<tr><td><code>${parameter.name}</code></td><td>${parameter.in}</td><td>${prose(parameter.description ?? '')} ${constraint(parameter.schema)}</td></tr>`,
  )}</tbody></table>`;
}

function answerExample(responses: Operation['responses']): Markup {
  const example = Object.entries(responses)
    .filter(([status]) => Number(status) < 300)
    .map(([, response]) => response.content?.['application/json']?.example)
    .find((value) => value !== undefined);
  if (example === undefined) return html``;
  return html`<details class="example"><summary>Answer</summary><pre tabindex="0"><code>${JSON.stringify(example, null, 2)}</code></pre></details>`;
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
  return html`<details><summary>Schema</summary><pre tabindex="0"><code>${JSON.stringify(schema, null, 2)}</code></pre></details>`;
}

function schemas(api: OpenApi): Markup {
  return html`<h2 id="schemas">schemas</h2>
${Object.entries(api.components.schemas).map(
  ([name, schema]) =>
    html`<details id="schema-${name}"><summary>${name}</summary><pre tabindex="0"><code>${JSON.stringify(schema, null, 2)}</code></pre></details>`,
)}`;
}

function errors(): Markup {
  return html`<h2 id="errors">errors</h2>
<p>Errors are <code>application/problem+json</code> (RFC 9457). <code>code</code> is one of these; where trying again can help, it says so.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th><th>Again?</th></tr></thead><tbody>${Object.entries(
    ERRORS,
  ).map(
    ([code, { status, title, retryable }]) =>
      html`<tr id="error-${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td><td>${retryable ? 'yes' : ''}</td></tr>`,
  )}</tbody></table>`;
}
