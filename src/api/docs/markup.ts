import { html } from 'hono/html';

export type Markup = ReturnType<typeof html>;

/** Text with `code` in it. */
export function prose(text: string): Markup[] {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

/** A block of code with a button that copies it, which only shows where scripts run. */
export function codeBlock(code: string, language: string): Markup {
  return html`<div class="code" data-language="${language}"><pre tabindex="0"><code>${code}</code></pre><button type="button" class="copy" hidden>Copy</button></div>`;
}
