import { html } from 'hono/html';
import type { Operation, Parameter } from '../rest/openapi-document.ts';
import { type FormPart, formParts } from './form-parts.ts';
import type { Markup } from './markup.ts';

/** A form that sends this operation from the page; the script makes it work and shows it. */
export function tryForm({
  method,
  path,
  operation,
}: {
  method: string;
  path: string;
  operation: Operation;
}): Markup {
  const { operationId, parameters = [], requestBody } = operation;
  const content = requestBody?.content ?? {};
  const parts = formParts(operation);
  const json = parts.length === 0 ? content['application/json'] : undefined;
  return html`<details class="try" hidden><summary>Try it</summary>
<form data-method="${method.toUpperCase()}" data-path="${path}" data-open="${operation.security.length === 0 ? 'yes' : 'no'}">
${parameters.map((parameter) => field(operationId, parameter))}
${
  json
    ? html`<label for="${operationId}-body">Body</label><textarea id="${operationId}-body" name="body" rows="9" spellcheck="false">${JSON.stringify(json.example ?? {}, null, 2)}</textarea>`
    : ''
}
${parts.map((part) => partField(operationId, part))}
${
  content['application/offset+octet-stream']
    ? html`<label for="${operationId}-bytes">Bytes</label><input id="${operationId}-bytes" name="bytes" type="file" required>`
    : ''
}
<p class="actions"><button type="submit" class="${method === 'get' || method === 'head' ? '' : 'does'}">Send</button><button type="button" class="stop" hidden>Stop</button><button type="button" class="copy-curl">Copy as curl</button></p>
<div class="answer" role="status" hidden><p class="verdict"></p><pre tabindex="0"><code></code></pre></div>
</form></details>`;
}

function partField(operationId: string, { name, isFile, isNeeded }: FormPart): Markup {
  const id = `${operationId}-part-${name}`;
  return html`<label for="${id}">${name}${isNeeded ? html` <small>needed</small>` : ''}</label><input id="${id}" name="${name}" type="${isFile ? 'file' : 'text'}" autocomplete="off" ${isNeeded ? 'required' : ''} data-in="part">`;
}

function field(operationId: string, parameter: Parameter): Markup {
  const { name, schema, required = false } = parameter;
  const id = `${operationId}-${parameter.in}-${name}`;
  const place = html`data-in="${parameter.in}"`;
  const label = html`<label for="${id}">${name}${required ? html` <small>needed</small>` : ''}</label>`;
  if (schema.enum) {
    return html`${label}<select id="${id}" name="${name}" ${place}><option value=""></option>${schema.enum.map(
      (value) => html`<option>${String(value)}</option>`,
    )}</select>`;
  }
  const value = parameter.in === 'header' && required ? String(parameter.example ?? '') : '';
  return html`${label}<input id="${id}" name="${name}" value="${value}" placeholder="${hint(parameter)}" autocomplete="off" spellcheck="false" ${required ? 'required' : ''} ${place}>`;
}

function hint({ schema, example }: Parameter): string {
  const shown = example ?? schema.default ?? schema.examples?.[0];
  return shown === undefined ? '' : String(shown);
}
