import { expect, test } from 'vitest';
import { parseEnvironment } from './environment.ts';
import { bases, changed } from './examples/index.ts';
import { problemLine } from './problem.ts';

const lines = (change: { readonly [field: string]: unknown }, base = bases.dev): string[] => {
  const parsed = parseEnvironment(changed(base, change));
  return parsed.ok ? [] : parsed.problems.map(problemLine);
};

test.each([
  ['a misspelt field', { replica: 2 }, 'spec.replica: unknown field; did you mean "replicas"?'],
  [
    'a field at the wrong place',
    { profile: 'demo' },
    'spec.profile: unknown field here; it belongs to spec.seed',
  ],
  [
    'an unknown field',
    { seed: { xyz: 1 } },
    'spec.seed.xyz: unknown field; spec.seed takes profile',
  ],
  ['a missing field', { host: null }, 'spec.host: missing: Public host name, served over HTTPS.'],
  ['a missing choice', { stage: null }, 'spec.stage: missing; dev, staging or prod is required'],
  [
    'a misspelt choice',
    { logLevel: 'debig' },
    'spec.logLevel "debig": trace, debug, info, warn or error is required; did you mean "debug"?',
  ],
  [
    'a number in quotes',
    { replicas: '2' },
    'spec.replicas "2": a whole number from 0 to 20 is required: write 2 without quotes',
  ],
  [
    'a text without quotes',
    { resources: { limits: { cpu: 1 } } },
    'spec.resources.limits.cpu 1: text is required: write "1" in quotes',
  ],
  [
    'true in quotes',
    { suspend: 'true' },
    'spec.suspend "true": true or false is required, without quotes',
  ],
  [
    'a number out of range',
    { replicas: 99 },
    'spec.replicas 99: a whole number from 0 to 20 is required',
  ],
  [
    'a wrong form',
    { host: 'x' },
    'spec.host "x": a host name is required, such as dev.local: no scheme, no port, no path, lowercase letters',
  ],
  [
    'a list that is none',
    { trustProxy: '10.0.0.0/8' },
    'spec.trustProxy "10.0.0.0/8": a list is required',
  ],
  [
    'a value of the wrong kind',
    { graph: true },
    'spec.graph true: fields are required (enabled, server)',
  ],
])('%s', (_, spec, line) => expect(lines({ spec })).toEqual([line]));

test('an empty section says what belongs in it', () => {
  const parsed = parseEnvironment({ ...bases.dev, spec: { ...bases.dev.spec, session: null } });
  expect(parsed.ok ? [] : parsed.problems.map(problemLine)).toEqual([
    'spec.session: empty; fields are required (idleMinutes, idleMinutesAdmin, absoluteHours, cookieSecure)',
  ]);
});

test('a document that is not an object is one problem', () => {
  expect(parseEnvironment('hello')).toMatchObject({
    ok: false,
    problems: [{ path: [], found: 'hello' }],
  });
});

test('shape and rules are listed together', () => {
  const spec = {
    image: 'im-ctrl:latest',
    logLevel: 'debug',
    seed: { profile: 'demo' },
    resync: { schedule: 'never' },
    suspended: true,
  };
  expect(lines({ spec }, bases.prod).map((line) => line.split(/[ :]/)[0])).toEqual([
    'spec.resync.schedule',
    'spec.suspended',
    'spec.image',
    'spec.seed.profile',
    'spec.logLevel',
  ]);
});

test('a rule stays silent while a field that it reads is unclear', () => {
  expect(lines({ spec: { replica: 2, replicas: null } }, bases.prod)).toEqual([
    'spec.replica: unknown field; did you mean "replicas"?',
  ]);
  expect(lines({ spec: { stage: null, image: 'im-ctrl:latest' } })).toHaveLength(1);
});

test('a rule about two members of a section is not kept silent by a third', () => {
  const database = { name: 'ahlt-dev', urlSecretRef: { name: 'mine' } };
  expect(lines({ spec: { database } }).map((line) => line.split(/[ :]/)[0])).toEqual([
    'spec.database.name',
    'spec.database',
  ]);
});

test('a rule that reads no unclear field is evaluated: the misspelled field exists twice', () => {
  expect(lines({ spec: { replica: 2, replicas: 1 } }, bases.prod)).toHaveLength(2);
});
