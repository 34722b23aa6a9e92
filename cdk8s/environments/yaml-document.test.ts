import { expect, test } from 'vitest';
import { readYaml } from './yaml-document.ts';

test.each([
  [
    'a key given twice',
    'spec:\n  image: 1\n  image: 2\n',
    [{ line: 3, column: 3, message: '"image" is given twice' }],
  ],
  [
    'a tab',
    'spec:\n\timage: 1\n',
    [{ line: 2, column: 1, message: 'a tab; YAML is indented with spaces' }],
  ],
  [
    'two documents',
    'a: 1\n---\nb: 2\n',
    [
      {
        line: 2,
        column: 1,
        message: 'one document is required, found 2: each environment has a file of its own',
      },
    ],
  ],
  ['nothing', '', [{ line: 1, column: 1, message: 'the file is empty; one document is required' }]],
  [
    'comments only',
    '# later\n',
    [{ line: 1, column: 1, message: 'the file is empty; one document is required' }],
  ],
])('%s', (_, text, problems) => {
  expect(readYaml(text).problems).toEqual(problems);
  expect(readYaml(text).json).toBeUndefined();
});

test.each([
  ['a bracket that is never closed', 'spec:\n  trustProxy: [10.0.0.0/8\n', 3],
  ['a quote that is never closed', 'spec:\n  host: "dev.local\n', 3],
  ['a wrong indent', 'spec:\n  image: a\n   host: b\n', 2],
  ['an unknown alias', 'spec:\n  image: *nobody\n', 2],
  ['an unknown tag', 'spec:\n  image: !secret abc\n', 2],
])('%s has its line', (_, text, line) => {
  const { problems } = readYaml(text);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems[0]?.line).toBe(line);
  expect(problems[0]?.message).not.toContain('\n');
});

const text = `metadata: { name: prod }
spec:
  replicas: 2
  trustProxy:
    - 10.0.0.0/8
    - wrong
  "graph":
    enabled: true
`;

test.each([
  ['a value', ['spec', 'replicas'], 'value', { line: 3, column: 13 }],
  ['its key', ['spec', 'replicas'], 'key', { line: 3, column: 3 }],
  ['an element of a list', ['spec', 'trustProxy', 1], 'value', { line: 6, column: 7 }],
  ['a quoted key', ['spec', 'graph', 'enabled'], 'value', { line: 8, column: 14 }],
  ['a value in a flow', ['metadata', 'name'], 'value', { line: 1, column: 19 }],
  ['a missing field, by its parent', ['spec', 'graph', 'uri'], 'value', { line: 7, column: 3 }],
  [
    'a missing section, by its parent',
    ['spec', 'database', 'name'],
    'value',
    { line: 2, column: 1 },
  ],
  ['a missing root', ['kind'], 'value', { line: 1, column: 1 }],
] as const)('where %s is', (_, path, part, position) =>
  expect(readYaml(text).locate(path, part)).toEqual(position),
);

const repeated = (text: string, times: number) => text.repeat(times);
/** Nine anchors, each with nine references to the previous one: 387 million values. */
const laughs = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefghi'].map(
    (name, index) =>
      `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[index]}`).join(', ')}]`,
  ),
].join('\n');

test.each([
  ['100,000 brackets', repeated('[', 100_000), /^nested more than 64 levels deep$/],
  ['100,000 braces', repeated('{a: ', 50_000), /^nested more than 64 levels deep$/],
  ['100,000 dashes in a line', repeated('- ', 50_000), /^nested more than 64 levels deep$/],
  ['question marks in a line', repeated('? ', 50_000), /^nested more than 64 levels deep$/],
  ['aliases that multiply', laughs, /^nested aliases/],
  ['an alias inside of itself', 'a: &a [*a]', /^an alias refers to itself$/],
  [
    '30,000 aliases',
    `a: &a 1\nb: [${Array.from({ length: 30_000 }, () => '*a').join(',')}]`,
    /^more than 100 aliases$/,
  ],
  [
    'a file of 10 MB',
    repeated('# nothing\n', 1_000_000),
    /^the file has 10000000 characters; at most 200000 are read$/,
  ],
])('%s: one problem, and no stack', (_, text, message) => {
  const { json, problems } = readYaml(text);
  expect(problems.map((problem) => problem.message)).toEqual([expect.stringMatching(message)]);
  expect(json).toBeUndefined();
});

test('says where it becomes too deep', () =>
  expect(readYaml(`spec:\n  image: ${repeated('[', 100)}`).problems).toEqual([
    { line: 2, column: 74, message: 'nested more than 64 levels deep' },
  ]));

test('an alias or two, and a time in a line, are nothing unusual', () =>
  expect(readYaml('a: &a {at: 10:30:00}\nb: *a\nc: [*a, *a]\n')).toMatchObject({
    problems: [],
    json: { b: { at: '10:30:00' } },
  }));
