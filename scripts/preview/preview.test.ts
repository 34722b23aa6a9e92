import { describe, expect, test } from 'vitest';
import { bounded, roomInGitlab } from './bounded.ts';
import { comparison, one, release, three, two } from './comparison.fixture.ts';
import { markdown, refusalNote } from './markdown.ts';
import { makeNote } from './note.ts';
import { OptionError, parseOptions } from './options.ts';
import type { Comparison } from './revision.ts';
import { terminal } from './terminal.ts';

const plain = { dev: {}, staging: {}, prod: {} };

/** Hash of the plan of `two` and `three`, as `migrate --plan` prints it. */
const destructivePlan = 'sha256:24d3e02d3e3de693ac9b7e39005b9b6baeabe91c71baf005b757c129653769f0';

const stories: Record<string, Comparison> = {
  'nothing but code': comparison(),
  'a new version by file, with an index': comparison({
    base: { environments: { ...plain, prod: { image: '1.3.2' } } },
    head: {
      environments: {
        dev: { image: '1.5.0' },
        staging: { image: '1.5.0', replicas: 2 },
        prod: { image: '1.3.2' },
      },
      migrations: [one, two],
    },
    releases: [release('1.5.0', 0, one, two), release('1.4.0', 5, one), release('1.3.2', 9, one)],
  }),
  'a destructive migration': comparison({ head: { migrations: [one, two, three] } }),
  'a destructive migration where the operator makes backups': comparison({
    head: {
      environments: {
        dev: { migrations: { allowDestructive: true, backup: 'destructive' }, backups: {} },
        staging: { migrations: { backup: 'destructive' }, backups: {} },
        prod: {},
      },
      migrations: [one, two, three],
    },
  }),
  'a destructive migration with everything that it takes': comparison({
    head: {
      environments: {
        dev: { migrations: { approvedPlan: destructivePlan, backedUpPlan: destructivePlan } },
        staging: {},
        prod: {},
      },
      migrations: [one, two, three],
    },
  }),
  'an index where every plan waits': comparison({
    head: {
      environments: { ...plain, staging: { migrations: { approval: 'manual', backup: 'always' } } },
      migrations: [one, two],
    },
  }),
  'a migration that was changed after its release': comparison({
    head: { migrations: [{ ...one, statements: ['create table persons ()'] }] },
  }),
  'more rights, another secret': comparison({
    head: { environments: { ...plain, dev: { verbs: ['get', 'list'], secret: 'two' } } },
  }),
  'an environment comes, another goes': comparison({
    base: { environments: { dev: {}, prod: {} } },
    head: { environments: { staging: {}, prod: {} } },
  }),
  'what environments share': comparison({
    head: {
      shared: [
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'shared-infra', labels: { team: 'a|b <i>' } },
        },
      ],
    },
    remarks: ['aaaaaaaa could not be synthesized by its own code.'],
  }),
  'what keeps people waiting': comparison({
    head: {
      migrations: [
        one,
        {
          id: '0002',
          name: 'owners',
          statements: [
            'create table owners (id bigint references people)',
            'create index on owners (id)',
          ],
        },
        {
          id: '0003',
          name: 'short_names',
          statements: [
            'update people set name = left(name, 99)',
            'alter table people add check (length(name) < 100)',
          ],
        },
      ],
    },
  }),
  'prod runs what no tag names': comparison({ releases: [] }),
  'a release is asked for prod': comparison({
    head: { environments: { ...plain, prod: { image: '1.5.0' } }, migrations: [one, two] },
    base: { migrations: [one, two] },
  }),
};

describe('a note of', () => {
  test.each(Object.keys(stories))('%s', async (story) => {
    const note = await makeNote(stories[story] as Comparison);
    const name = story.replaceAll(/[^a-z]+/g, '-');
    await expect(markdown(note)).toMatchFileSnapshot(`golden/${name}.md`);
    await expect(terminal(note, { colour: false })).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test('the same change is the same text', async () => {
    for (const story of Object.values(stories))
      expect(await makeNote(story)).toEqual(await makeNote(structuredClone(story)));
  });
});

test('no value of a Secret gets in, nor a password in an address, nor a private key', async () => {
  const shared = (text: string) => [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      data: { A: `value-${text}` },
      stringData: { B: `value-${text}` },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c' },
      data: {
        URL: `postgres://me:value-${text}@host/db`,
        KEY: `-----BEGIN PRIVATE KEY-----\nvalue-${text}`,
      },
    },
  ];
  const note = await makeNote(
    comparison({ base: { shared: shared('old') }, head: { shared: shared('new') } }),
  );
  const text = markdown(note) + terminal(note, { colour: true }) + JSON.stringify(note);
  expect(text).not.toContain('value-');
  expect(note.sections.find(({ title }) => title.startsWith('Manifests'))?.lines).toEqual([
    '~ Secret s  +2 −2',
    '~ ConfigMap c  +2 −2',
  ]);
});

describe('a note that would be too long', () => {
  const many = Array.from({ length: 3000 }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `c${index}` },
    data: { text: 'x'.repeat(2000) },
  }));

  test('leaves whole objects out, says how many, and counts all of them', async () => {
    const note = bounded(await makeNote(comparison({ head: { shared: many } })), roomInGitlab);
    const text = markdown(note);
    expect(text.length).toBeLessThan(1_000_000);
    expect(text).toContain('3000 added');
    const shown = note.sections.flatMap(({ blocks }) => blocks).length;
    expect(text).toContain(`… ${3000 - shown} objects not shown: too long.`);
    expect(shown).toBeGreaterThan(300);
  });

  test('text within a fence cannot end it', () =>
    expect(refusalNote('a\n```\nb')).toContain('````text\na\n```\nb\n````'));
});

describe('options', () => {
  test.each([
    [['--base', 'main'], { base: 'main', post: false }],
    [['--base', 'main', '--json', '--output', 'note.md'], { json: true, output: 'note.md' }],
  ])('%j', (args, expected) => expect(parseOptions(args)).toMatchObject(expected));

  test.each([[[]], [['--base']], [['--bse', 'main']]])('%j is refused', (args) =>
    expect(() => parseOptions(args)).toThrow(OptionError),
  );
});
