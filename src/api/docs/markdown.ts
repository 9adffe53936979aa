import { html } from 'hono/html';
import { codeBlock, type Markup } from './markup.ts';

type Block = { lines: string[]; markup: Markup };

/**
 * The part of Markdown that the guides are written in: headings, paragraphs, lists, tables, fenced code, and within a
 * line code, strong text and links. Everything is escaped.
 * @param linkTo where a link of the text goes
 */
export function renderMarkdown(text: string, linkTo: (href: string) => string): Markup {
  const blocks: Markup[] = [];
  let rest = text.replaceAll('\r\n', '\n').split('\n');
  while (rest.length > 0) {
    if (rest[0]?.trim() === '') {
      rest = rest.slice(1);
      continue;
    }
    const block = takeBlock(rest, linkTo);
    blocks.push(block.markup);
    rest = rest.slice(block.lines.length);
  }
  return html`${blocks}`;
}

type LinkTo = (href: string) => string;

function takeBlock(lines: string[], linkTo: LinkTo): Block {
  const first = lines[0] ?? '';
  if (first.startsWith('```')) return fence(lines);
  const heading = /^(#{1,3}) (.+)$/.exec(first);
  if (heading) return headingBlock(first, heading, linkTo);
  if (first.startsWith('|')) return table(takeWhile(lines, /^\|/), linkTo);
  if (/^- /.test(first)) return list(takeWhile(lines, /^- |^ {2}/), linkTo);
  if (/^\d+\. /.test(first)) return list(takeWhile(lines, /^\d+\. |^ {3}/), linkTo);
  const paragraph = takeWhile(lines, /^(?!```|#{1,3} |\||- |\d+\. |\s*$)/);
  return { lines: paragraph, markup: html`<p>${inline(paragraph.join(' '), linkTo)}</p>` };
}

function takeWhile(lines: string[], pattern: RegExp): string[] {
  const end = lines.findIndex((line, i) => i > 0 && !pattern.test(line));
  return end === -1 ? lines : lines.slice(0, end);
}

function fence(lines: string[]): Block {
  const end = lines.findIndex((line, i) => i > 0 && line.startsWith('```'));
  const taken = end === -1 ? lines : lines.slice(0, end + 1);
  const language = (lines[0] ?? '').slice(3).trim() || 'text';
  return { lines: taken, markup: codeBlock(taken.slice(1, -1).join('\n'), language) };
}

function headingBlock(line: string, [, marks = '', title = '']: string[], linkTo: LinkTo): Block {
  const id = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const words = inline(title, linkTo);
  const markup =
    marks.length === 1
      ? html`<h1>${words}</h1>`
      : marks.length === 2
        ? html`<h2 id="${id}">${words}</h2>`
        : html`<h3 id="${id}">${words}</h3>`;
  return { lines: [line], markup };
}

function list(lines: string[], linkTo: LinkTo): Block {
  const items = lines
    .join('\n')
    .split(/^(?:- |\d+\. )/m)
    .slice(1)
    .map((item) => html`<li>${inline(item.trim().replace(/\n\s*/g, ' '), linkTo)}</li>`);
  const isOrdered = /^\d/.test(lines[0] ?? '');
  return { lines, markup: isOrdered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>` };
}

function table(lines: string[], linkTo: LinkTo): Block {
  const [head = [], , ...body] = lines.map((line) =>
    line
      .replace(/^\||\|\s*$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => inline(cell.trim().replaceAll('\\|', '|'), linkTo)),
  );
  const markup = html`<table><thead><tr>${head.map((cell) => html`<th>${cell}</th>`)}</tr></thead><tbody>${body.map(
    (row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table>`;
  return { lines, markup };
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/;

function inline(text: string, linkTo: LinkTo): Markup[] {
  const found = INLINE.exec(text);
  if (!found) return [html`${text}`];
  const [whole, code, strong, label, href] = found;
  const before = html`${text.slice(0, found.index)}`;
  const after = inline(text.slice(found.index + whole.length), linkTo);
  if (code !== undefined) return [before, html`<code>${code}</code>`, ...after];
  if (strong !== undefined)
    return [before, html`<strong>${inline(strong, linkTo)}</strong>`, ...after];
  return [
    before,
    html`<a href="${linkTo(href ?? '')}">${inline(label ?? '', linkTo)}</a>`,
    ...after,
  ];
}
