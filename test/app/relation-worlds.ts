import fc from 'fast-check';
import type pg from 'pg';

/** Size of a world: committees, users, positions and roles that know no others. */
export const worldSize = { committees: 7, users: 9, positions: 12, roles: 3 } as const;

interface Node {
  readonly type: 'tor' | 'user' | 'tor_function' | 'role';
  readonly name: string;
  readonly label: string;
  readonly active: boolean;
  readonly properties: Readonly<Record<string, string>>;
}
interface Edge {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly properties: Readonly<Record<string, string>>;
}
interface World {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** The day that all worlds are asked about. */
export const today = '2026-06-15';

const mostly = (share: number) => fc.nat({ max: 99 }).map((n) => n < share);
const day = fc.constantFrom('2026-01-01', '2026-06-14', today, '2026-06-16', '2027-01-01', '');
const term = fc.record(
  { since: day, until: day, capacity: fc.constantFrom('holder', 'acting', 'substitute_for', '') },
  { requiredKeys: [] },
);
const furtherTerms = fc.oneof(
  { weight: 3, arbitrary: fc.array(term, { maxLength: 3 }).map((all) => JSON.stringify(all)) },
  fc.constantFrom(
    '',
    '[]',
    '{}',
    'no json',
    '[1, null, "x", [], {"since": "2026-06-15"}]',
    '[{"since": 2026}]',
  ),
);
const fills = fc
  .tuple(term, fc.option(furtherTerms, { freq: 2 }))
  .map(([own, terms]) => ({ ...own, ...(terms === null ? {} : { terms }) }));
const capabilities = [
  'can_call_meetings',
  'can_manage_agenda',
  'can_record_decisions',
  'can_review_suggestions',
  'can_create_proposals',
  'can_approve_proposals',
];
const position = fc
  .tuple(
    fc.constantFrom('mandatory', 'optional', ''),
    fc.dictionary(fc.constantFrom(...capabilities), fc.constantFrom('true', 'false', 'TRUE', '')),
  )
  .map(([membership_type, given]) => ({ membership_type, ...given }));
const committee = fc.record(
  {
    status: fc.constantFrom('active', 'active', 'draft', 'archived', ''),
    organization: fc.constantFrom('North', ''),
  },
  { requiredKeys: [] },
);
const label = fc.constantFrom(
  'Board',
  'board',
  'Äußeres Amt',
  'Zoo',
  'Éire',
  "O'Neill `x`",
  '日本',
  'a😀b',
);
const blocking = fc.constantFrom({ is_blocking: 'true' }, { is_blocking: 'false' }, {}, {});
/** Keys that must not become part of a statement. */
const malicious = {
  'x} detach delete n //': 'y',
  '`]->() set n.label = 1 //': 'z',
  can_everything: 'true',
};

const { committees, users, positions, roles } = worldSize;
const index = (most: number) => fc.nat({ max: most - 1 });

const world = (name: string, permissions: readonly string[]): fc.Arbitrary<World> => {
  const id = (kind: string, at: number) => `${name}_${kind}${at}`;
  const nodes = (
    type: Node['type'],
    count: number,
    active: number,
    properties: fc.Arbitrary<Record<string, string>>,
  ) =>
    fc
      .array(fc.tuple(label, mostly(active), properties), { minLength: count, maxLength: count })
      .map((all) =>
        all.map(([words, isActive, own], at) => ({
          ...{ type, name: id(type, at), label: words, active: isActive, properties: own },
        })),
      );
  const edges = (
    type: string,
    from: readonly [string, number],
    to: readonly [string, number],
    most: number,
    properties: fc.Arbitrary<Record<string, string>>,
  ) =>
    fc
      .uniqueArray(fc.tuple(index(from[1]), index(to[1]), properties), {
        minLength: Math.floor(most / 3),
        maxLength: most,
        size: 'max',
        selector: ([source, target]) => `${source} ${target}`,
      })
      .map((all) =>
        all.map(([source, target, own]) => ({
          ...{ type, source: id(from[0], source), target: id(to[0], target), properties: own },
        })),
      );
  const none = fc.constant({});
  const tor = ['tor', committees] as const;
  const held = ['tor_function', positions] as const;
  const person = ['user', users] as const;
  const role = ['role', roles] as const;
  return fc
    .tuple(
      fc.tuple(
        nodes(
          'tor',
          committees,
          90,
          fc
            .tuple(committee, mostly(10))
            .map(([own, isBad]) => ({ ...own, ...(isBad ? malicious : {}) })) as fc.Arbitrary<
            Record<string, string>
          >,
        ),
        nodes('user', users, 85, none),
        nodes('tor_function', positions, 90, position as fc.Arbitrary<Record<string, string>>),
        nodes('role', roles, 80, none),
      ),
      fc.tuple(
        edges('belongs_to_tor', held, tor, positions + 2, none),
        edges('fills_position', person, held, 26, fills as fc.Arbitrary<Record<string, string>>),
        edges('feeds_into', tor, tor, 9, blocking as fc.Arbitrary<Record<string, string>>),
        edges('escalates_to', tor, tor, 5, blocking as fc.Arbitrary<Record<string, string>>),
        edges('has_role', person, role, 12, none),
      ),
      fc.uniqueArray(fc.tuple(index(roles), fc.constantFrom(...permissions)), {
        maxLength: 12,
        size: 'max',
        selector: (pair) => pair.join(' '),
      }),
    )
    .map(([all, ways, grants]) => ({
      nodes: all.flat(),
      edges: [
        ...ways.flat(),
        ...grants.map(([at, target]) => ({
          ...{ type: 'has_permission', source: id('role', at), target, properties: {} },
        })),
      ],
    }));
};

/** Adds seeded worlds to a database with the base content, in two statements. */
export async function addWorlds(pool: pg.Pool, count: number, seed: number): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select name from entities where entity_type = 'permission' order by name`,
  );
  const permissions = rows.map(({ name }) => name);
  const worlds = Array.from(
    { length: count },
    (_, at) => fc.sample(world(`w${at}`, permissions), { numRuns: 1, seed: seed + at })[0],
  ).filter((one) => one !== undefined);
  await pool.query(
    `insert into entities (entity_type, name, label, is_active, properties)
     select type, name, label, active, properties
     from jsonb_to_recordset($1) as made(type text, name text, label text, active boolean, properties jsonb)`,
    [JSON.stringify(worlds.flatMap(({ nodes }) => nodes))],
  );
  await pool.query(
    `insert into relations (relation_type_id, source_id, target_id, properties)
     select t.id, s.id, g.id, made.properties
     from jsonb_to_recordset($1) as made(type text, source text, target text, properties jsonb)
       join entities t on t.entity_type = 'relation_type' and t.name = made.type
       join entities s on s.name = made.source and s.entity_type <> 'relation_type'
       join entities g on g.name = made.target and g.entity_type <> 'relation_type'`,
    [JSON.stringify(worlds.flatMap(({ edges }) => edges))],
  );
}
