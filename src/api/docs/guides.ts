import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { html } from 'hono/html';
import { renderMarkdown } from './markdown.ts';
import type { Markup } from './markup.ts';

const FOLDER = join(import.meta.dirname, '../../../docs/guides');
/** In the order of reading. */
const NAMES = [
  'first-video',
  'uploads-that-survive',
  'waiting-and-events',
  'webhooks',
  'errors-and-retry',
  'typescript-client',
  'existing-clients',
  'going-to-production',
  'operations',
  'limits',
] as const;
const LOCAL = 'http://127.0.0.1:3000';

export type GuideTitle = { name: string; title: string };
export type Guide = GuideTitle & {
  /** The guide as it stands in the repository. */
  text: string;
};

export function readGuides(): Guide[] {
  return NAMES.map((name) => {
    const text = readFileSync(join(FOLDER, `${name}.md`), 'utf8');
    return { name, text, title: /^# (.+)$/m.exec(text)?.[1] ?? name };
  });
}

/** @param origin where this server answers: it stands in the examples */
export function renderGuide(guide: Guide, origin: string): Markup {
  return renderMarkdown(guide.text.replaceAll(LOCAL, origin), (href) =>
    href.replace(/^([a-z-]+)\.md/, '/docs/guides/$1'),
  );
}

export function renderGuideList(guides: Guide[]): Markup {
  return html`<h1>Guides</h1>
<p class="lead">Short ways to one thing each. <a href="/docs">The reference</a> has every call.</p>
<ul class="cards">${guides.map(
    ({ name, title, text }) =>
      html`<li><a href="/docs/guides/${name}"><strong>${title}</strong><span>${firstSentence(text)}</span></a></li>`,
  )}</ul>`;
}

function firstSentence(text: string): string {
  const paragraph = text.split('\n\n')[1] ?? '';
  const plain = paragraph.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replace(/[`*]/g, '');
  return /^.*?[.:](?=\s|$)/.exec(plain)?.[0].replace(/:$/, '.') ?? plain;
}
