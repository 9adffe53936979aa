import { html } from 'hono/html';
import { DOCS_WORDS, type DocsLanguage } from './docs-words.ts';
import type { GuideTitle } from './guides.ts';
import type { Markup } from './markup.ts';

/** Own files only: no other host, nothing inline. */
export const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const STROKE =
  'M3 16C7.5 10.5 10 7.5 12.6 7.5C14.2 7.5 14.9 8.8 16 8.8C17.1 8.8 17.8 7.5 19.4 7.5C22 7.5 24.5 10.5 29 16C25 22 21 25.5 16 25.5C11 25.5 7 22 3 16C6 16 8 16 9.5 16C11.2 16 11 12.8 12.6 12.8C14.6 12.8 14.2 20 16 20C17.8 20 17.4 12.8 19.4 12.8C21 12.8 20.8 16 22.5 16';

export type Page = {
  title: string;
  /** Of the visitor's cookie; the browser's wish when there is none. */
  theme: 'dark' | 'light' | undefined;
  language: DocsLanguage;
  guides: GuideTitle[];
  contents: Markup;
  main: Markup;
  /** The address of this page. */
  path: string;
};

/** What every page of the documentation has around it. */
export function layout({ title, theme, language, guides, contents, main, path }: Page): Markup {
  const words = DOCS_WORDS[language];
  const link = (href: string, name: string) =>
    html`<li><a href="${href}" ${href === path ? 'aria-current="page"' : ''}>${name}</a></li>`;
  return html`<!doctype html>
<html lang="${language}" data-theme="${theme ?? 'system'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · mouthpiece</title>
<link rel="icon" href="/icons/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/docs/elements.css">
${language === 'en' ? '' : html`<link rel="stylesheet" href="/docs/chinese/400.css">`}
<link rel="stylesheet" href="/docs/layout.css">
<link rel="stylesheet" href="/docs/reference.css">
<script src="/docs/docs.js" type="module"></script>
</head>
<body>
<a class="skip" href="#main">${words.skip}</a>
<header>
<a class="brand" href="/studio"><svg aria-hidden="true" width="26" height="26" viewBox="0 0 32 32" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"><path d="${STROKE}"/></svg><span>mouthpiece</span></a>
<a href="/docs/guides" ${path === '/docs/guides' ? 'aria-current="page"' : ''}>${words.guides}</a>
<a href="/docs" ${path === '/docs' ? 'aria-current="page"' : ''}>${words.reference}</a>
<button type="button" class="theme" aria-label="${words.theme}" title="${words.theme}" hidden><svg aria-hidden="true" width="18" height="18" viewBox="0 0 18 18"><circle cx="9" cy="9" r="7.2" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M9 1.8a7.2 7.2 0 0 1 0 14.4z" fill="currentColor"/></svg></button>
</header>
<details class="contents" open><summary>${words.contents}</summary>
<nav aria-label="${words.contents}">
<p class="group">${words.guides}</p>
<div lang="en"><ul>${guides.map((guide) => link(`/docs/guides/${guide.name}`, guide.title))}</ul>
${contents}</div>
</nav></details>
<main id="main" lang="en">${words.note ? html`<p class="note" lang="${language}">${words.note}</p>` : ''}${main}</main>
</body>
</html>`;
}
