import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowedClasses, allowedTags, isLink } from './allowed.ts';
import { renderMarkdown } from './render.ts';

test.each([
  ['# Title\n\n### Part', '<h2>Title</h2>\n<h3>Part</h3>'],
  ['###### Deep', '<h2>Deep</h2>'],
  ['### A\n\n# B\n\n## C', '<h2>A</h2>\n<h2>B</h2>\n<h3>C</h3>'],
  [
    '**bold** *soft* ~~gone~~ `code`',
    '<p><strong>bold</strong> <em>soft</em> <s>gone</s> <code>code</code></p>',
  ],
  ['- one\n- two', '<ul>\n<li>one</li>\n<li>two</li>\n</ul>'],
  ['3. three', '<ol start="3">\n<li>three</li>\n</ol>'],
  ['[home](/dashboard)', '<p><a href="/dashboard">home</a></p>'],
  ['[part](#budget)', '<p><a href="#budget">part</a></p>'],
  ['[Nora](mailto:nora@example.com)', '<p><a href="mailto:nora@example.com">Nora</a></p>'],
  [
    'https://example.com/a?b=1&c=2',
    '<p><a href="https://example.com/a?b=1&amp;c=2" rel="noopener noreferrer">https://example.com/a?b=1&amp;c=2</a></p>',
  ],
  ['```js\na < b\n```', '<pre><code>a &lt; b\n</code></pre>'],
  [
    '- [x] paid\n- [ ] sent',
    '<ul>\n<li class="task">☑ <span class="vh">Done: </span>paid</li>\n<li class="task">☐ <span class="vh">Open: </span>sent</li>\n</ul>',
  ],
])('spec markdown#syntax: %j', (text, html) => {
  expect(renderMarkdown(text).trim()).toBe(html);
});

test('spec markdown#syntax: headings of a text in a section start at level 3', () => {
  expect(renderMarkdown('# A', { headings: 3 })).toBe('<h3>A</h3>\n');
});

test('spec markdown#syntax: a table scrolls by itself and aligns by class', () => {
  const html = renderMarkdown('| Item | Cost |\n| --- | ---: |\n| Desk | 40 |');
  expect(html).toContain(
    '<div class="scroll" role="group" tabindex="0" aria-label="Table"><table>',
  );
  expect(html).toContain('<th class="end" scope="col">Cost</th>');
  expect(html).toContain('<td class="end">40</td>');
  expect(html).not.toContain('style');
});

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<a href="javascript:alert(1)">x</a>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](java&#10;script:alert(1))',
  '[x](&#x6A;avascript:alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x](vbscript:msgbox(1))',
  '[x](//evil.example/path)',
  '[x](/\\evil.example)',
  '[x](file:///etc/passwd)',
  '![x](https://evil.example/pixel.png)',
  '![x](javascript:alert(1))',
  '<javascript:alert(1)>',
  '[x](https://a.example "onmouseover=alert(1)")',
  '[x](https://a.example" onmouseover="alert(1))',
  '<div style="position:fixed">x</div>',
  '<style>*{display:none}</style>',
  '<iframe src="https://evil.example"></iframe>',
  '<form action="https://evil.example"><input></form>',
  '<<script>script>alert(1)<</script>/script>',
  '```" onclick="alert(1)\ncode\n```',
  '| a |\n| :-: |\n| <b onclick=x> |',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<!-- --><script>alert(1)</script><!-- -->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<math><mtext></p><img src onerror=alert(1)></math>',
  `${'> '.repeat(200)}deep`,
  `${'- '.repeat(150)}deep`,
  '[a]: javascript:alert(1)\n\n[a]',
];

/** Tags and attributes of the output that are not on the list, found without an HTML parser. */
function strangers(html: string): readonly string[] {
  const found: string[] = [];
  const rest = html.replaceAll(
    /<(\/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"<>]*")*)( ?\/)?>/g,
    (_all, _end, tag: string, attributes: string) => {
      if (!Object.hasOwn(allowedTags, tag)) found.push(tag);
      for (const [, name = '', value = ''] of attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
        if (!(allowedTags[tag] ?? []).includes(name)) found.push(`${tag} ${name}`);
        if (
          name === 'class' &&
          !value.split(' ').every((each) => (allowedClasses[tag] ?? []).includes(each))
        )
          found.push(`${tag}.${value}`);
        if (name === 'href' && !isLink(value.replaceAll('&amp;', '&'))) found.push(`href ${value}`);
      }
      return '';
    },
  );
  return /[<>]/.test(rest) ? [...found, rest] : found;
}

test.each(hostile)('spec markdown#output: %j stays text', (text) => {
  expect(strangers(renderMarkdown(text))).toEqual([]);
});

test('spec markdown#output: no text leads to anything outside the list', () => {
  const piece = fc.oneof(
    fc.constantFrom(...hostile),
    fc.constantFrom(
      ...['<', '>', '"', "'", '&', '\n', '\n\n', '`', '```\n', '| a | b |\n|--|:-:|\n| c | d |\n'],
      ...['[', '](', ')', '![', 'javascript:', 'data:', '//', '\\', '# ', '> ', '- [x] ', '1. '],
      ...[
        'on',
        'click=',
        ' style=',
        '<a href=',
        '&#x6A;',
        '&colon;',
        '\u0000',
        '\t',
        '*',
        '_',
        '~~',
      ],
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }),
      fc.constantFrom(2 as const, 3 as const),
      (pieces, headings) => {
        expect(strangers(renderMarkdown(pieces.join(''), { headings }))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});

test('spec markdown#output: a text of the maximum length is rendered', () => {
  expect(renderMarkdown('word '.repeat(40_000)).length).toBeGreaterThan(199_000);
});
