import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Declaration } from './ontology/declaration.ts';
import {
  declaredTexts,
  faultsOf,
  forbiddenIn,
  literalsIn,
  textsOf,
  wordingFaultsOf,
} from './style-rules.fixture.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const read = (file: string): string => readFileSync(`${root}${file}`, 'utf8');

const forbidden = forbiddenIn(read('../docs/style.md'));
const inUi = { forbidden, most: 20 };
const elsewhere = { forbidden, most: 25 };

const catalogues = globSync(['**/texts.ts', '**/*-texts.ts', '**/texts-*.ts'], {
  cwd: root,
}).sort();
const declarations = globSync('*/declare.ts', { cwd: root }).sort();
/** Messages of the command line, the log and metrics are written inline. */
const operators = globSync(
  ['cli/*.ts', 'config*.ts', 'graph/*.ts', 'audit/watch.ts', 'http/{listen,metrics,routes}.ts'],
  {
    cwd: root,
  },
).filter((file) => !file.endsWith('.test.ts'));

/** Excludes codes and paths, which contain no space, and SQL, which has several lines. */
const messagesIn = (source: string): readonly string[] =>
  literalsIn(source).filter((text) => text.includes(' ') && !text.includes('\n'));

test('the guide forbids phrases, and the catalogues are found', () => {
  expect(forbidden).toEqual(
    expect.arrayContaining(['somebody', 'was faster', 'E-mail', 'login name', 'linked data']),
  );
  expect(catalogues).toContain('ui/script-texts.ts');
  expect(declarations).toContain('people/declare.ts');
  expect(operators).toContain('cli/commands.ts');
});

test.each(catalogues)('%s keeps the style guide', async (file) => {
  const catalogue = textsOf(await import(/* @vite-ignore */ `./${file}`));
  expect(catalogue).not.toEqual([]);
  expect(catalogue.flatMap((text) => faultsOf(text, inUi))).toEqual([]);
  const literals = literalsIn(read(file));
  expect(
    literals.flatMap((text) => wordingFaultsOf(text, inUi).map((fault) => `${text} – ${fault}`)),
  ).toEqual([]);
});

test.each(declarations)('%s keeps the style guide', async (file) => {
  const { declaration } = (await import(/* @vite-ignore */ `./${file}`)) as {
    declaration: Declaration;
  };
  const texts = declaredTexts(declaration);
  expect(texts).not.toEqual([]);
  expect(texts.flatMap((text) => faultsOf(text, inUi))).toEqual([]);
});

test.each(operators)('%s keeps the style guide', (file) => {
  const faults = messagesIn(read(file)).flatMap((text) =>
    wordingFaultsOf(text, elsewhere).map((fault) => `${text} – ${fault}`),
  );
  expect(faults).toEqual([]);
});

test.each([
  ['a phrase to avoid', 'advice', 'Ask somebody else.', /somebody/],
  ['a phrase to avoid, in other letters', 'advice', 'Save Over It', /save over it/],
  ['another spelling', 'email', 'E-mail', /E-mail/],
  ['a long sentence', 'lead', `${'One word '.repeat(11)}ends.`, /more than 20 words/],
  ['a last sentence without a period', 'lead', 'Role saved. Reload the page', /needs a period/],
  [
    'a long sentence without a period',
    'lead',
    'The role was saved and applies to two users now',
    /needs a period/,
  ],
  ['a refusal without a period', 'refusal.name', 'Enter a name', /needs a period/],
  ['a label with a period', 'columns.name', 'User name.', /no period/],
  [
    'a label that is long',
    'columns.name',
    'The name that the user enters when signing in',
    /40 characters/,
  ],
  ['a title in title case', 'title', 'Audit Log', /“Log” needs no capital/],
  ['a label in title case', 'menu.admin.audit.label', 'Audit Log', /“Log” needs no capital/],
  ['a noun with a period', 'nouns.user', 'User account.', /no period/],
  [
    'a description without a period',
    'permissions.users.list.description',
    'View all users',
    /needs a period/,
  ],
  ['an action that starts a sentence', 'actions.user.created', 'Created {}', /lower case/],
])('%s is found', (_, path, text, fault) => {
  expect(faultsOf({ path, text }, inUi)).toEqual(
    expect.arrayContaining([expect.stringMatching(fault)]),
  );
});

test.each([
  ['title', 'Audit log'],
  ['submit', 'Delete user'],
  ['title', 'Delete role …?'],
  ['saved', 'Role saved.'],
  ['refusal.lastAdministrator', 'At least one user must be able to assign roles.'],
  ['help', 'Up to 100 characters'],
  ['advice', 'You need the permission “Manage settings”.'],
])('%s: “%s” is good', (path, text) => expect(faultsOf({ path, text }, inUi)).toEqual([]));

test('texts of functions are found, with values left out', () => {
  const catalogue = {
    plain: 'A',
    nested: {
      of: (count: number, name: string) =>
        `${count} of ${name === '' ? 'nobody' : `“${name}”`} it's`,
    },
  };
  expect(textsOf(catalogue)).toEqual([
    { path: 'plain', text: 'A' },
    { path: 'nested.of', text: '' },
    { path: 'nested.of', text: 'nobody' },
    { path: 'nested.of', text: '“…”' },
    { path: 'nested.of', text: "… of … it's" },
  ]);
});
