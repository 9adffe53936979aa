import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '..');
const LETTERS = /\p{L}{2}/u;
/** The name of the product, and languages in themselves. */
const NAMES = ['mouthpiece', 'EN', '中文'];
/** Attributes and props whose text people see or hear. */
const SEEN =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|title|alt|placeholder|label|hint|words|body|summary)$/;

/** Elements and components around what is typed as it stands. */
const CODE = ['code', 'kbd', 'Command'];

type Finding = { line: number; text: string };

/** Text that reaches the page without going through the messages. */
function findWords(source: string): Finding[] {
  const file = ts.createSourceFile(
    'x.tsx',
    source,
    ts.ScriptTarget.Latest,
    true,
    ts.ScriptKind.TSX,
  );
  const found: Finding[] = [];
  const report = (node: ts.Node, text: string) => {
    if (!LETTERS.test(text) || NAMES.includes(text.trim())) return;
    found.push({ line: file.getLineAndCharacterOfPosition(node.getStart()).line + 1, text });
  };
  const visit = (node: ts.Node): void => {
    for (const text of seenIn(node)) report(node, text);
    if (!isCode(node)) ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Commands and names of settings are the same in every language. */
function isCode(node: ts.Node): boolean {
  return ts.isJsxElement(node) && CODE.includes(node.openingElement.tagName.getText());
}

/** What this node itself shows or says. */
function seenIn(node: ts.Node): string[] {
  if (ts.isJsxText(node)) return [node.text];
  if (ts.isJsxAttribute(node)) {
    return node.initializer && SEEN.test(node.name.getText()) ? textsOf(node.initializer) : [];
  }
  if (ts.isJsxExpression(node)) return ts.isJsxAttribute(node.parent) ? [] : textsOf(node);
  if (ts.isBinaryExpression(node) && node.left.getText() === 'document.title') {
    return textsOf(node.right).map((text) => text.replace('mouthpiece', ''));
  }
  return [];
}

/** The texts that an expression can become; not what it asks, calls or compares. */
function textsOf(node: ts.Node): string[] {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  }
  if (ts.isJsxExpression(node)) return node.expression ? textsOf(node.expression) : [];
  if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(textsOf);
  return ts.isBinaryExpression(node) ? sidesOf(node).flatMap(textsOf) : [];
}

/** Which sides of an operator can become its value. */
function sidesOf({ left, operatorToken: { kind }, right }: ts.BinaryExpression): ts.Expression[] {
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return [right];
  const either = [
    ts.SyntaxKind.PlusToken,
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.QuestionQuestionToken,
  ];
  return either.some((each) => each === kind) ? [left, right] : [];
}

test('words on the pages come from the messages', () => {
  const files = globSync('{ui,app}/**/*.tsx', { cwd: SOURCES });
  expect(files.length).toBeGreaterThan(30);
  const found = files.flatMap((file) =>
    findWords(readFileSync(join(SOURCES, file), 'utf8')).map(({ line, text }) => [
      file,
      line,
      text,
    ]),
  );
  expect(found).toEqual([]);
});

test.each([
  ['<p>Hello there</p>', 'Hello there'],
  ['<p>你好</p>', '你好'],
  ['<input placeholder="Your name" />', 'Your name'],
  ["<b aria-label={open ? 'Close it' : words.open} />", 'Close it'],
  ["<p>{count > 1 && 'many of them'}</p>", 'many of them'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source text
  ['<p>{`${count} files`}</p>', ' files'],
  ["document.title = 'Ready'", 'Ready'],
])('and %s would be found', (source, text) => {
  expect(findWords(source).map((found) => found.text)).toContain(text);
});

test.each([
  '<p className="quiet">{words.title}</p>',
  '<span translate="no">mouthpiece</span>',
  "<p>{kind === 'image' ? words.image : null}</p>",
  '<p>{words.run} <code>npm start</code></p>',
  "<b role='status' data-state={open ? 'open' : 'shut'}>×</b>",
])('while %s is fine', (source) => {
  expect(findWords(source)).toEqual([]);
});
