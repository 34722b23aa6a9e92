import { expect, test } from 'vitest';
import { parseCommandLine } from './arguments.ts';
import { commands } from './commands.ts';
import { commandHelp, generalHelp } from './help.ts';

const parse = (line: string) => parseCommandLine(line === '' ? [] : line.split(' '), () => 'serve');

test.each([
  ['migrate --plan --json', 'migrate', { plan: true, json: true }],
  ['seed --profile demo', 'seed', { profile: 'demo' }],
  ['seed --profile=none --digest', 'seed', { profile: 'none', digest: true }],
  ['', 'serve', {}],
  ['import - --mode upsert --dry-run', 'import', { file: '-', mode: 'upsert', 'dry-run': true }],
  ['export --out - --types tor,meeting', 'export', { out: '-', types: 'tor,meeting' }],
])('"%s" runs %s', (line, name, options) => {
  expect(parse(line)).toMatchObject({ kind: 'run', command: { name }, options });
});

test.each(['--help', '-h', 'help'])('%s asks for general help', (line) => {
  expect(parse(line)).toEqual({ kind: 'help', command: undefined });
});

test.each(commands.map(({ name }) => name))('%s --help explains each of its options', (name) => {
  const request = parse(`${name} --help`);
  if (request.kind !== 'help' || request.command === undefined)
    throw new Error('help was asked for');
  const text = commandHelp(request.command).join('\n');
  for (const option of Object.keys(request.command.options)) expect(text).toContain(`--${option}`);
  expect(generalHelp().join('\n')).toContain(name);
});

test.each([
  [
    'migrat',
    'Unknown command "migrat". Did you mean "migrate"? Commands: migrate, seed, resync, serve, status, audit, import, export, account.',
  ],
  [
    'restore',
    'Unknown command "restore". Commands: migrate, seed, resync, serve, status, audit, import, export, account.',
  ],
  ['migrate --plna', 'migrate has no option --plna. Did you mean "--plan"? See: migrate --help'],
  ['seed --profile', '--profile needs a value. See: seed --help'],
  ['seed --profile --json', '--profile needs a value. See: seed --help'],
  ['seed --profile dmeo', '--profile is "dmeo": expected none, base, demo. Did you mean "demo"?'],
  ['migrate --json=yes', '--json takes no value.'],
  ['migrate now', 'Unexpected argument "now" for migrate.'],
  ['import', 'import needs a file. See: import --help'],
  ['import a.json b.json', 'Unexpected argument "b.json" for import.'],
  ['import a.json --mode merge', '--mode is "merge": expected skip, upsert, fail.'],
])('"%s" is refused: %s', (line, message) => {
  expect(() => parse(line)).toThrow(expect.objectContaining({ code: 'usage', message }));
});
