import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { commandsIn, runbookCommands } from './runbook-commands.ts';

// Each command of a runbook is executed by a test, or the runbook says that it is manual. This
// table names the test, and words that it must contain.
interface Evidence {
  readonly command: RegExp;
  readonly test: string;
  readonly words: string;
}
const compose = 'test/compose/compose.test.ts';
const pipeline = 'test/gitlab/pipeline.test.ts';
const runs = 'test/scripts/runbook-runs.test.ts';
const kind = 'test/kind/cluster.ts';

const evidence: readonly Evidence[] = [
  { command: /^make all$/, test: compose, words: "make('all')" },
  // One recipe for the three.
  { command: /^make (dev|staging|prod)$/, test: compose, words: "make('dev')" },
  { command: /^make ps$/, test: compose, words: "make('ps')" },
  {
    command: /^make (migrate|seed|resync) ENV=\w+$/,
    test: compose,
    words: "make('resync', 'ENV=prod')",
  },
  { command: /^make backup ENV=dev$/, test: compose, words: "make('backup', 'ENV=dev')" },
  { command: /^make restore ENV=dev FILE=/, test: compose, words: "make('restore', 'ENV=dev'" },
  { command: /^make down$/, test: compose, words: "make('down')" },
  { command: /^make clean$/, test: compose, words: "make('clean'" },
  {
    command: /^npm run test:(compose|kind)$/,
    test: 'package.json',
    words: 'vitest run --project engine test/kind',
  },
  { command: /^make kind$/, test: kind, words: "'up'," },
  { command: /^make kind-down$/, test: kind, words: "'kind', '--', 'down'" },
  { command: /verify-platform/, test: kind, words: "'verify-platform'" },
  { command: /^npm start$/, test: 'test/operator/local.test.ts', words: './local-start.ts' },
  {
    command: /^npm run ahlt -- account admin --unlock$/,
    test: 'test/operator/local-ahlt.test.ts',
    words: "'account', 'admin', '--unlock'",
  },
  {
    command: /account (<user>|admin) --unlock$/,
    test: 'test/app/account-command.test.ts',
    words: "'--unlock')",
  },
  {
    command: /account <user> --reset-password$/,
    test: 'test/app/account-command.test.ts',
    words: "'--reset-password'",
  },
  {
    command: /account <user> --activate$/,
    test: 'test/app/account-command.test.ts',
    words: "'--activate'",
  },
  { command: /^npm run preview -- --base origin\/main$/, test: pipeline, words: "['preview']" },
  {
    command: /deploy -- digest /,
    test: pipeline,
    words: "['release', 'deploy-prod', 'smoke-prod']",
  },
  {
    command: /^npm run deploy -- prod( --image \S+)?$/,
    test: pipeline,
    words: "['release', 'deploy-prod', 'smoke-prod']",
  },
  {
    command: /^npm run deploy -- \w+( --image \S+)? --dry-run$/,
    test: runs,
    words: 'npm run deploy -- dev --dry-run',
  },
  {
    command: /^npm run deploy -- platform$/,
    test: 'test/scripts/deploy-platform.test.ts',
    words: "'deploy', '--', 'platform'",
  },
  {
    command: /^npm run gitlab -- setup( --dry-run)?$/,
    test: 'test/gitlab/setup.test.ts',
    words: "      'setup',\n      '--dry-run',\n",
  },
  {
    command: /^npm run gitlab -- migrate --from <url>( --dry-run)?$/,
    test: 'test/gitlab/migrate.test.ts',
    words: 'with --dry-run pushes nothing',
  },
  // Verbatim: that test runs the blocks of these runbooks.
  { command: /^kubectl /, test: runs, words: 'codeBlocks(' },
  { command: /^(echo|mkdir|rm|sed) /, test: runs, words: 'codeBlocks(' },
  {
    command: /^make certs$/,
    test: runs,
    words: "block('renew-certificates.md', 'Hosts, on a cluster')",
  },
  {
    command: /^npm run --silent synth -- --certs certs$/,
    test: runs,
    words: "block('renew-certificates.md', 'Hosts, on a cluster')",
  },
  { command: /^npm run --silent synth -- --env qa$/, test: runs, words: "'Add an environment'" },
  { command: /^npm run deploy -- qa --no-smoke$/, test: runs, words: "'Add an environment'" },
  {
    command: /^npm run synth$/,
    test: 'test/cdk8s/synth-command.test.ts',
    words: 'as a program: writes dist/',
  },
];

const commands = await runbookCommands();
const claimed = commands.filter(({ manual }) => !manual);

test('there are runbooks for all planned operations', () => {
  const names = new Set(commands.map(({ place }) => place.split('.')[0]));
  const wanted = [
    'workstation',
    'promotion',
    'rollback',
    'restore',
    'rotate-secrets',
    'renew-certificates',
    'registry-clean-up',
    'add-an-environment',
  ];
  expect(wanted.filter((name) => !names.has(name))).toEqual([]);
});

test.each(claimed)('$place: "$command" is executed by a test', async ({ command }) => {
  const found = evidence.find((one) => one.command.test(command));
  expect(
    found,
    `${command} is in no test: add it to this table, or write (manual) behind it`,
  ).toBeDefined();
  expect(await readFile(found?.test ?? '', 'utf8')).toContain(found?.words);
});

test('every line of the table is used', () => {
  const needed = (one: Evidence) =>
    claimed.some(({ command }) => evidence.find((other) => other.command.test(command)) === one);
  expect(evidence.filter((one) => !needed(one)).map(({ command }) => String(command))).toEqual([]);
});

test('kubectl is claimed only by the runbooks whose blocks are run', async () => {
  const text = await readFile(runs, 'utf8');
  const names = new Set(
    claimed
      .filter(({ command }) => command.startsWith('kubectl '))
      .map(({ place }) => place.split(':')[0] ?? ''),
  );
  expect(
    [...names].filter(
      (name) => !text.includes(`'${name}'`) && !text.includes(`docs/runbooks/${name}`),
    ),
  ).toEqual([]);
});

test('a test that a runbook names exists', async () => {
  const names = new Set(commands.map(({ place }) => place.split(':')[0]));
  for (const name of names) {
    const text = await readFile(`docs/runbooks/${name}`, 'utf8');
    for (const [, path = ''] of text.matchAll(/test: `(?!npm )([^`]+)`/g))
      expect(existsSync(path), `${name} names ${path}`).toBe(true);
  }
});

describe('what counts as a command', () => {
  const of = (text: string) =>
    commandsIn('a.md', text).map(({ command, manual }) => [command, manual]);

  test.each([
    ['a code span', 'Say `make all` now.', [['make all', false]]],
    ['… that is manual', 'Say `make all` now. (manual)', [['make all', true]]],
    ['a file name is none', 'See `docs/postgres.md` and `make`.', []],
    ['a block', '1. Do:\n\n   ```sh\n   make all # all of it\n   ```\n', [['make all', false]]],
    [
      '… that is manual',
      '1. Do: (manual)\n\n   ```sh\n   make all\n   ```\n',
      [['make all', true]],
    ],
    [
      'a section that is',
      '## Upgrade (manual)\n\nText.\n\n```\nmake all\n```\n',
      [['make all', true]],
    ],
    [
      'two in one line',
      '`make certs && make kind`',
      [
        ['make certs', false],
        ['make kind', false],
      ],
    ],
    ['variables before it', '`NODE_IMAGE=x make all`', [['NODE_IMAGE=x make all', false]]],
  ])('%s', (_, text, expected) => expect(of(text)).toEqual(expected));
});
