import fc from 'fast-check';
import jsonld from 'jsonld';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import {
  counts,
  entity,
  exported,
  imported,
  relation,
  relationCounts,
  store,
} from './data-transfer-fixture.ts';

test.each(['json', 'jsonld'] as const)(
  'an export of the demo world in %s imports into an empty database, and both export the same, byte for byte',
  async (format) => {
    const [from, to] = [await store('demo'), await store('migrated')];
    const file = await exported(from, format);
    expect(await imported(to, file, { mode: 'fail' })).toMatchObject({
      committed: true,
      error_count: 0,
    });
    for (const each of ['json', 'jsonld', 'sql'] as const)
      expect(await exported(to, each)).toBe(await exported(from, each));
  },
);

test('spec data-exchange#sql: an export in SQL runs on an empty database, and both export the same, byte for byte', async () => {
  const [from, to] = [await store('demo'), await store('migrated')];
  await imported(from, {
    entities: [
      entity('tor', "o'brien\\n", { label: "It's; --", properties: { description: "'\\''\n$$" } }),
    ],
  });
  const script = await exported(from, 'sql');
  await sql.raw(script).execute(to.db);
  await sql.raw(script).execute(to.db);
  for (const format of ['json', 'sql'] as const)
    expect(await exported(to, format)).toBe(await exported(from, format));
});

test('a filter leaves the relations whose two ends it has', async () => {
  const from = await store('demo');
  const { entities, relations } = JSON.parse(
    await exported(from, 'json', { types: ['user', 'role'] }),
  );
  expect(new Set(entities.map((one: { entity_type: string }) => one.entity_type))).toEqual(
    new Set(['user', 'role']),
  );
  expect(new Set(relations.map((one: { relation_type: string }) => one.relation_type))).toEqual(
    new Set(['has_role']),
  );
  const linked = JSON.parse(await exported(from, 'jsonld', { types: ['tor'] }));
  expect(JSON.stringify(linked['@graph'])).not.toContain('ahlt:user/');
});

/**
 * A file of the predecessor: ids, all values as text, relations without targets, a password, an
 * audit entry.
 */
const predecessor = {
  entities: [
    {
      id: 1,
      entity_type: 'relation_type',
      name: 'suggested_to',
      label: 'Suggested To',
      sort_order: 0,
      properties: {},
    },
    {
      id: 2,
      entity_type: 'relation_type',
      name: 'member_of',
      label: 'Member Of',
      sort_order: 0,
      properties: {},
    },
    {
      id: 40,
      entity_type: 'user',
      name: 'ada',
      label: 'Ada',
      sort_order: 0,
      properties: { email: 'ada@example.org', password: '$argon2id$v=19$x' },
    },
    {
      id: 77,
      entity_type: 'tor',
      name: 'archive_board',
      label: 'Archive Board',
      sort_order: 4,
      properties: { status: 'active', cadence_day: '' },
    },
    {
      id: 120,
      ...{
        entity_type: 'suggestion',
        name: 'suggestion_2026_01_15_ab',
        label: 'Scan the files',
        sort_order: 0,
      },
      properties: {
        description: 'Scan the files',
        submitted_by_id: '116',
        submitted_date: '2026-01-15',
        status: 'open',
        rejection_reason: '',
      },
    },
    {
      id: 130,
      entity_type: 'audit_entry',
      name: 'user.created',
      label: 'user.created',
      sort_order: 0,
      properties: { user_id: '1' },
    },
  ],
  relations: [
    {
      id: 9,
      relation_type: 'suggested_to',
      source: 'suggestion:suggestion_2026_01_15_ab',
      target: 'tor:archive_board',
    },
    { id: 4, relation_type: 'member_of', source: 'user:ada', target: 'tor:archive_board' },
    { id: 5, relation_type: 'minutes_of', source: 'meeting:gone', target: 'minutes:gone' },
  ],
};

test('the export of a predecessor is taken as it is', async () => {
  const to = await store('base');
  const result = await imported(to, predecessor);
  expect(counts(result)).toEqual({ created: 4, updated: 0, skipped: 1, error_count: 2 });
  expect(relationCounts(result)).toEqual([2, 0, 0]);
  expect(result.errors.map(({ kind, index, reason }) => [kind, index, reason])).toEqual([
    ['entity', 5, "Entries of the audit log can't be imported."],
    ['relation', 2, 'entity not found: meeting:gone'],
  ]);
  expect(JSON.stringify(result)).not.toContain('argon2');
  expect(await exported(to)).toContain('"submitted_by_id":"116"');
});

test('spec data-exchange#json-ld: linked data of a predecessor is taken, with labels and orders among its properties', async () => {
  const to = await store('base');
  const file = {
    '@context': { ahlt: 'http://ahlt.local/ontology/', status: 'ahlt:status' },
    'ahlt:conflict_mode': 'upsert',
    '@graph': [
      {
        '@id': 'ahlt:tor/b1',
        '@type': 'ahlt:Tor',
        'ahlt:label': 'One',
        'ahlt:sort_order': 5,
        status: 'active',
        'ahlt:feeds_into': [
          { '@id': 'ahlt:tor/b2' },
          { '@id': 'http://ahlt.local/ontology/tor/b3' },
        ],
      },
      { '@id': 'http://ahlt.local/ontology/tor/b2', 'ahlt:cadence_duration_minutes': 45 },
      { '@id': 'ahlt:tor/b3', 'ahlt:escalates_to': { '@id': 'ahlt:tor/b1' } },
      { '@id': 'tor/b4' },
    ],
  };
  const result = await imported(to, file);
  expect(result).toMatchObject({
    mode: 'upsert',
    created: 3,
    relations_created: 3,
    error_count: 1,
    errors: [{ index: 3 }],
  });
  const { entities } = JSON.parse(await exported(to, 'json', { types: ['tor'] }));
  expect(entities).toMatchObject([
    { name: 'b1', label: 'One', sort_order: 5, properties: { status: 'active' } },
    { name: 'b2', label: 'b2', properties: { cadence_duration_minutes: '45' } },
    { name: 'b3', label: 'b3' },
  ]);
});

test.each([
  ['a term for another name', { mail: 'ahlt:email' }, 'mail'],
  ['a term for a keyword', { id: '@id' }, 'id'],
  ['another prefix', { o: 'http://ahlt.local/ontology/' }, 'o'],
  [
    'texts that are references',
    [{ has_role: { '@id': 'ahlt:has_role', '@type': '@id' } }],
    'has_role',
  ],
  ['relations turned round', { holds: { '@reverse': 'ahlt:has_role' } }, 'holds'],
  ['a term for the label', { title: 'ahlt:meta/label' }, 'title'],
])(
  'spec data-exchange#json-ld: a context with %s is refused, so that nothing comes in under a name that nobody meant',
  async (_, context, term) => {
    const file = { '@context': context, '@graph': [{ '@id': 'ahlt:tor/b1' }] };
    await expect(imported(await store('migrated'), file)).rejects.toMatchObject({
      code: 'import_malformed',
      message: expect.stringContaining(`its context redefines "${term}"`),
    });
  },
);

test('spec data-exchange#json-ld: contexts that leave names as they are may come in any form, and a single node needs no list', async () => {
  const to = await store('migrated');
  const context = [
    'https://example.com/context',
    {
      ahlt: base,
      status: { '@id': 'ahlt:status' },
      '@vocab': base,
      name: 'https://schema.org/name',
    },
  ];
  const file = {
    '@context': context,
    '@graph': { '@id': 'ahlt:tor/b1', status: 'active', name: 'One' },
  };
  expect(await imported(to, file)).toMatchObject({ created: 1, error_count: 0 });
  expect(JSON.parse(await exported(to)).entities).toMatchObject([
    { name: 'b1', properties: { status: 'active', name: 'One' } },
  ]);
});

test('spec data-exchange#page: invalid JSON-LD is returned as items that can be corrected and imported one by one', async () => {
  const to = await store('migrated');
  await imported(to, { entities: [entity('relation_type', 'feeds_into'), entity('tor', 'two')] });
  const statement = {
    '@type': 'rdf:Statement',
    'rdf:subject': { '@id': 'ahlt:tor/two' },
    'rdf:predicate': { '@id': 'ahlt:feeds_into' },
  };
  const { errors } = await imported(to, {
    '@graph': [
      {
        '@id': 'tor/one',
        'ahlt:meta/label': 'One',
        'ahlt:status': 'active',
        'ahlt:feeds_into': [{ '@id': 'ahlt:tor/two' }],
      },
      {
        '@id': 'ahlt:tor/three',
        'ahlt:label': 'Three',
        'ahlt:status': ['a', 'b'],
        'ahlt:password': 'x',
      },
      { '@id': 'ahlt:tor/two', 'ahlt:feeds_into': { '@id': 'nowhere' } },
      { 'ahlt:label': 'Nobody' },
      { ...statement, 'rdf:object': { '@id': 'nowhere' }, 'ahlt:kind': 'weekly' },
    ],
  });
  expect(errors.map(({ kind, item }) => [kind, item])).toEqual([
    [
      'entity',
      {
        entity_type: '',
        name: 'tor/one',
        label: 'One',
        sort_order: 0,
        properties: { status: 'active' },
      },
    ],
    [
      'entity',
      {
        entity_type: 'tor',
        name: 'three',
        label: 'Three',
        sort_order: 0,
        properties: { status: ['a', 'b'] },
      },
    ],
    ['entity', { entity_type: '', name: '', label: 'Nobody', sort_order: 0, properties: {} }],
    ['relation', { relation_type: 'feeds_into', source: 'tor/one', target: 'tor:two' }],
    ['relation', { relation_type: 'feeds_into', source: 'tor:two', target: 'nowhere' }],
    [
      'relation',
      {
        relation_type: 'feeds_into',
        source: 'tor:two',
        target: 'nowhere',
        properties: { kind: 'weekly' },
      },
    ],
  ]);
  expect(errors.map(({ reason }) => reason).slice(0, 3)).toEqual([
    "'tor/one' is not an entity: expected ahlt:type/name",
    '"status" has more than one value.',
    '"@id" is missing.',
  ]);
  const [one, , , leads] = errors.map(({ item }) => item as object);
  const corrected = {
    entities: [{ ...one, entity_type: 'tor', name: 'one' }],
    relations: [{ ...leads, source: 'tor:one' }],
  };
  expect(await imported(to, corrected)).toMatchObject({
    created: 1,
    relations_created: 1,
    error_count: 0,
  });
});

const base = 'http://ahlt.local/ontology/';

test('spec data-exchange#round-trip: a JSON-LD processor reads the same triples, and what it expands to can be imported', async () => {
  const [from, to] = [await store('migrated'), await store('migrated')];
  await imported(from, {
    entities: [
      entity('relation_type', 'feeds_into'),
      entity('tor', 'a/b c%', {
        label: 'A',
        sort_order: 2,
        is_active: false,
        properties: { label: 'not the label', organization: 'Ö "1"\n' },
      }),
      entity('tor', 'two'),
    ],
    relations: [relation('feeds_into', 'tor:a/b c%', 'tor:two', { output_types: 'minutes' })],
  });
  const document = JSON.parse(await exported(from, 'jsonld', { types: ['tor'] }));
  const quads = await jsonld.toRDF(document);
  const triples = (quads as { subject: Term; predicate: Term; object: Term }[]).map(
    ({ subject, predicate, object }) =>
      [subject.termType === 'BlankNode' ? '_' : subject.value, predicate.value, object.value]
        .join(' ')
        .replaceAll(base, ':'),
  );
  const [rdf, one] = ['http://www.w3.org/1999/02/22-rdf-syntax-ns#', ':tor/a%2Fb%20c%25'];
  expect(triples.toSorted()).toEqual(
    [
      ...[
        `${one} ${rdf}type :Tor`,
        `${one} :meta/label A`,
        `${one} :meta/sort_order 2`,
        `${one} :meta/is_active false`,
      ],
      ...[
        `${one} :label not the label`,
        `${one} :organization Ö "1"\n`,
        `${one} :feeds_into :tor/two`,
      ],
      ...[
        `:tor/two ${rdf}type :Tor`,
        ':tor/two :meta/label Label of two',
        ':tor/two :meta/is_active true',
      ],
      ...[
        `_ ${rdf}type ${rdf}Statement`,
        `_ ${rdf}subject ${one}`,
        `_ ${rdf}predicate :feeds_into`,
        `_ ${rdf}object :tor/two`,
      ],
      '_ :output_types minutes',
    ].toSorted(),
  );
  await imported(to, { entities: [entity('relation_type', 'feeds_into')] });
  const expanded = await jsonld.expand(document);
  expect(await imported(to, expanded)).toMatchObject({
    created: 2,
    relations_created: 1,
    error_count: 0,
  });
  expect(await exported(to)).toBe(await exported(from));
});

interface Term {
  readonly termType: string;
  readonly value: string;
}

/** Texts with every special character. */
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    'ahlt:x',
    '@id',
    '__proto__',
    'a/b',
    '%41',
    '..',
    'meta/label',
    'label',
    'rdf:subject',
    '//',
    '"\\\n\u2028',
    "'",
    ':',
    'true',
    '1',
  ),
);
const text = anyText.filter((value) => !value.includes('\u0000') && value.isWellFormed());
// The store refuses control characters in property names, and files never contain secrets.
const key = text.filter(
  (value) =>
    /^[^\p{Cc}]+$/u.test(value) && !/pass|secret|token|credential|lockout|key|avatar/i.test(value),
);
const properties = fc.dictionary(key, text, { maxKeys: 4 }).map((given) => ({ ...given }));

/**
 * A small ontology: entities with any names, relations with any properties between them. Its own
 * prefix separates it from others.
 */
const ontology = fc.record({
  entities: fc.uniqueArray(
    fc.record({
      type: fc.constantFrom('thing', 'other_thing'),
      name: text.filter((name) => name !== ''),
      label: text,
      properties,
      sort_order: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      is_active: fc.boolean(),
    }),
    { selector: ({ type, name }) => `${type}:${name}`, minLength: 1, maxLength: 5 },
  ),
  relations: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(), properties), { maxLength: 5 }),
});

type Ontology = typeof ontology extends fc.Arbitrary<infer T> ? T : never;

const relationTypes = ['label', 'feeds_into', 'a/b', 'ahlt:meta', '@type', '..'];

function nativeFile(ontologies: readonly Ontology[]) {
  const typed = ontologies.map((one, place) => ({
    ...one,
    entities: one.entities.map((each) => ({ ...each, entity_type: `o${place}_${each.type}` })),
  }));
  const relations = typed.flatMap(({ entities, relations: wanted }) => {
    const end = (place: number) => entities[place % entities.length];
    const all = wanted.map(([type, source, target, described]) => {
      const [one, other] = [end(source), end(target)];
      return relation(
        relationTypes[type % relationTypes.length] ?? '',
        `${one?.entity_type}:${one?.name}`,
        `${other?.entity_type}:${other?.name}`,
        described,
      );
    });
    return [
      ...new Map(
        all.map((one) => [`${one.relation_type} ${one.source} ${one.target}`, one]),
      ).values(),
    ];
  });
  return {
    entities: [
      ...relationTypes.map((name) => entity('relation_type', name)),
      ...typed.flatMap(({ entities }) => entities.map(({ type: _, ...rest }) => rest)),
    ],
    relations,
  };
}

test('spec data-exchange#round-trip: 1,000 random ontologies come out as they went in, in native form and as linked data', async () => {
  const to = await store('migrated');
  const clear = () =>
    sql`delete from relations`.execute(to.db).then(() => sql`delete from entities`.execute(to.db));
  // Fifty files of twenty, because the transaction takes the time, not the ontology.
  const files = fc.array(ontology, { minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(files, async (ontologies) => {
      const file = nativeFile(ontologies);
      await clear();
      const first = await imported(to, file, { mode: 'fail' });
      expect(first).toMatchObject({
        committed: true,
        created: file.entities.length,
        relations_created: file.relations.length,
        errors: [],
      });
      const [native, linked] = [await exported(to), await exported(to, 'jsonld')];
      expect(sorted(JSON.parse(native))).toEqual(sorted(file));
      await clear();
      expect(await imported(to, linked, { mode: 'fail' })).toMatchObject({
        committed: true,
        errors: [],
      });
      expect(await exported(to)).toBe(native);
      expect(await exported(to, 'jsonld')).toBe(linked);
    }),
    { numRuns: 50 },
  );
});

interface NativeFile {
  readonly entities: readonly object[];
  readonly relations: readonly object[];
}

/** The content of a file, independent of order and explicit defaults. */
const sorted = ({ entities, relations }: NativeFile) => ({
  entities: entities
    .map((one) => canonical({ sort_order: 0, is_active: true, properties: {}, ...one }))
    .toSorted(),
  relations: relations.map((one) => canonical({ properties: {}, ...one })).toSorted(),
});

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );

test.each(['json', 'jsonld', 'sql'] as const)(
  'spec ontology#secrets: secrets of relations are in no export: %s',
  async (format) => {
    const from = await store('base');
    await imported(from, {
      entities: [entity('tor', 'one'), entity('tor', 'two')],
      relations: [relation('feeds_into', 'tor:one', 'tor:two', { output_types: 'reports' })],
    });
    await sql`insert into relation_properties (relation_id, key, value)
    select r.id, k.key, 'hidden-value' from relations r, unnest(array['password', 'api_token', 'client_secret']) k(key)
    where r.source_id = (select id from entities where entity_type = 'tor' and name = 'one')`.execute(
      from.db,
    );
    const text = await exported(from, format);
    expect(text).toContain('reports');
    expect(text).not.toMatch(/hidden-value|password"|api_token|client_secret/);
  },
);
