import { expect, test } from 'vitest';
import { renderMarkdown } from './markdown.ts';

const render = (text: string) => String(renderMarkdown(text, (href) => `/to/${href}`));

test('each kind of block becomes its element', () => {
  expect(render('# A\n\n## B c\n### D')).toBe('<h1>A</h1><h2 id="b-c">B c</h2><h3 id="d">D</h3>');
  expect(render('one\ntwo\n\nthree')).toBe('<p>one two</p><p>three</p>');
  expect(render('- a\n  more\n- b')).toBe('<ul><li>a more</li><li>b</li></ul>');
  expect(render('1. a\n2. b')).toBe('<ol><li>a</li><li>b</li></ol>');
  expect(render('| a | b |\n| --- | --- |\n| 1 | x \\| y |')).toContain(
    '<tbody><tr><td>1</td><td>x | y</td></tr></tbody>',
  );
  expect(render('```sh\n# no heading\n\necho "a" > b\n```\nafter')).toMatch(
    /<pre tabindex="0"><code># no heading\n\necho &quot;a&quot; &gt; b<\/code><\/pre>.*<p>after<\/p>$/,
  );
});

test('code, strong words and links stand within a line, and everything is escaped', () => {
  expect(render('a `b*` **c `d`** [e](f.md)')).toBe(
    '<p>a <code>b*</code> <strong>c <code>d</code></strong> <a href="/to/f.md">e</a></p>',
  );
  expect(render('<script>alert(1)</script> `<b>` [x]("onclick=alert(1))')).not.toMatch(
    /<script|<b>/,
  );
});
